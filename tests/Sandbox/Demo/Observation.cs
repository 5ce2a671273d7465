using System.Globalization;
using System.Text.Json.Nodes;

namespace InferOps.Sandbox.Demo;

/// <summary>What the service looked like at one moment, as kubectl shows it.</summary>
internal sealed record Observation
{
    public required TimeSpan Time { get; init; }

    public required string Phase { get; init; }

    /// <summary>Desired and ready replicas by pool.</summary>
    public required IReadOnlyDictionary<string, (int Desired, int Ready)> Pools { get; init; }

    public required int Desired { get; init; }

    public required int Ready { get; init; }

    /// <summary>Prompt and generated tokens per second over the rate window, as measured; null while unknown.</summary>
    public required string? TokensPerSecond { get; init; }

    public required decimal HourlyCost { get; init; }

    public required IReadOnlyList<HistoryEntry> History { get; init; }

    public int DesiredOn(string pool) => Pools.TryGetValue(pool, out var replicas) ? replicas.Desired : 0;

    public static Observation Read(JsonObject service, TimeSpan time, string phase)
    {
        var status = service["status"];
        var pools = status?["placement"]?["pools"] as JsonArray ?? [];
        return new()
        {
            Time = time,
            Phase = phase,
            Pools = pools.ToDictionary(pool => (string)pool!["name"]!, pool => ((int?)pool!["desired"] ?? 0, (int?)pool["ready"] ?? 0)),
            Desired = (int?)status?["desiredReplicas"] ?? 0,
            Ready = (int?)status?["readyReplicas"] ?? 0,
            TokensPerSecond = (string?)status?["throughput"]?["totalTokensPerSecond"],
            HourlyCost = decimal.Parse((string?)status?["placement"]?["hourlyCost"] ?? "0", CultureInfo.InvariantCulture),
            History = [.. (status?["scaling"]?["history"] as JsonArray ?? []).Select(HistoryEntry.Read)],
        };
    }
}

/// <summary>One explained step of <c>status.scaling.history</c>.</summary>
internal sealed record HistoryEntry(string Time, string Reason, string Message, int From, int To)
{
    public static HistoryEntry Read(JsonNode? entry) => new(
        (string?)entry!["time"] ?? "", (string?)entry["reason"] ?? "", (string?)entry["message"] ?? "", (int?)entry["from"] ?? 0, (int?)entry["to"] ?? 0);
}
