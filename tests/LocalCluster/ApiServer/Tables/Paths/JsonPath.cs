using System.Text.Json;

namespace InferOps.LocalCluster.Api.Tables.Paths;

/// <summary>
/// The part of JSONPath that printer columns use: <c>.a.b</c>, <c>.a\.b</c>, <c>['a']</c>, <c>[0]</c>, <c>[-1]</c>, <c>[*]</c> and
/// <c>[?(@.type=="Ready")]</c>.
/// </summary>
internal sealed class JsonPath
{
    private readonly IReadOnlyList<PathStep> steps;

    private JsonPath(IReadOnlyList<PathStep> steps) => this.steps = steps;

    /// <summary>Reads a path; one that cannot be read finds nothing.</summary>
    public static JsonPath Parse(string text)
    {
        try
        {
            return new JsonPath(new PathReader(text).Read());
        }
        catch (FormatException)
        {
            return new JsonPath([new PathStep.Nothing()]);
        }
    }

    public IReadOnlyList<JsonElement> Find(JsonElement root)
    {
        IEnumerable<JsonElement> found = [root];
        foreach (var step in steps) found = found.SelectMany(step.Apply);
        return [.. found.Where(element => element.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))];
    }
}
