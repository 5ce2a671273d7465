using System.Text.Json.Nodes;
using InferOps.Operator.Core.Advice;

namespace InferOps.Operator.Reconciliation.Advice;

/// <summary>The ConfigMap that the load history survives in. The chart makes it; the operator only fills it.</summary>
internal sealed class HistoryStore(IClusterApi cluster, string @namespace)
{
    private const string Name = "inferops-load-history";
    private const string Field = "history";
    private readonly ManifestKey _key = new("v1", "ConfigMap", @namespace, Name);

    /// <summary>What was kept; null: nothing, or nothing that can be read.</summary>
    /// <exception cref="ClusterRefusedException">It may not be read.</exception>
    public async Task<LoadHistory?> ReadAsync(CancellationToken cancellationToken) =>
        await cluster.FindAsync(_key, cancellationToken) is { } found && (string?)found["data"]?[Field] is { } text ? HistoryText.Read(text) : null;

    /// <exception cref="ClusterRefusedException">It may not be written, or is not there.</exception>
    public Task WriteAsync(LoadHistory history, CancellationToken cancellationToken) => cluster.ApplyAsync(
        new JsonObject
        {
            ["apiVersion"] = _key.ApiVersion,
            ["kind"] = _key.Kind,
            ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = _key.Namespace },
            ["data"] = new JsonObject { [Field] = HistoryText.Write(history) },
        }, cancellationToken);
}
