using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Crds;

/// <summary>One of the resource definitions that users apply.</summary>
internal sealed class CrdFile(string plural)
{
    private readonly JsonObject document = Assert.Single(Yaml.Read(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "crds", $"{plural}.yaml"))));

    public JsonNode Spec => document["spec"]!;

    public JsonObject Version => Assert.Single(Spec["versions"]!.AsArray())!.AsObject();

    public JsonObject Schema(string part) => Version["schema"]!["openAPIV3Schema"]!["properties"]![part]!.AsObject();

    /// <summary>Every schema below <paramref name="schema"/> with its path, itself included.</summary>
    public static IEnumerable<(string Path, JsonObject Schema)> Walk(string path, JsonObject schema)
    {
        yield return (path, schema);
        foreach (var (name, child) in schema["properties"]?.AsObject() ?? [])
            foreach (var below in Walk($"{path}.{name}", child!.AsObject())) yield return below;
        if (schema["items"] is JsonObject items)
            foreach (var below in Walk($"{path}[]", items)) yield return below;
    }
}
