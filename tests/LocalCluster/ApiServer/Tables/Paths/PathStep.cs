using System.Text.Json;

namespace InferOps.LocalCluster.Api.Tables.Paths;

/// <summary>One step of a path: from one value to those it leads to.</summary>
internal abstract record PathStep
{
    public abstract IEnumerable<JsonElement> Apply(JsonElement here);

    internal sealed record Member(string Name) : PathStep
    {
        public override IEnumerable<JsonElement> Apply(JsonElement here) =>
            here.ValueKind == JsonValueKind.Object && here.TryGetProperty(Name, out var found) ? [found] : [];
    }

    internal sealed record Index(int Position) : PathStep
    {
        public override IEnumerable<JsonElement> Apply(JsonElement here)
        {
            if (here.ValueKind != JsonValueKind.Array) return [];
            var at = Position < 0 ? here.GetArrayLength() + Position : Position;
            return at >= 0 && at < here.GetArrayLength() ? [here[at]] : [];
        }
    }

    internal sealed record Every : PathStep
    {
        public override IEnumerable<JsonElement> Apply(JsonElement here) => here.ValueKind switch
        {
            JsonValueKind.Array => here.EnumerateArray(),
            JsonValueKind.Object => here.EnumerateObject().Select(member => member.Value),
            _ => [],
        };
    }

    /// <summary>Elements of which some path has (or has not) a value.</summary>
    internal sealed record Filter(JsonPath Path, bool Equal, string? Value) : PathStep
    {
        public override IEnumerable<JsonElement> Apply(JsonElement here) => here.ValueKind == JsonValueKind.Array
            ? here.EnumerateArray().Where(Keeps)
            : [];

        private bool Keeps(JsonElement element)
        {
            var found = Path.Find(element);
            return Value is null ? found.Count > 0 : found.Any(value => value.ToString() == Value) == Equal;
        }
    }

    internal sealed record Nothing : PathStep
    {
        public override IEnumerable<JsonElement> Apply(JsonElement here) => [];
    }
}
