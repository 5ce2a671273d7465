using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Crds;

/// <summary>What an API server says to an object, by the definition that users apply and nothing else.</summary>
internal sealed class CrdServer
{
    private static readonly ResourceType Definition = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false);

    private readonly ResourceType type;
    private readonly SchemaCatalog catalog;

    public CrdServer(string plural)
    {
        var crd = Yaml.Read(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "crds", $"{plural}.yaml"))).Single();
        type = new("inferops.dev", "v1alpha1", (string)crd["spec"]!["names"]!["kind"]!, plural, Namespaced: (string?)crd["spec"]!["scope"] == "Namespaced") { IsCustom = true };
        catalog = SchemaCatalog.From([SchemaCatalog.BuiltIn.Prepare(Definition, crd, FieldValidation.Strict, out _)], [type]);
    }

    /// <returns>What is wrong, as <c>field: message</c>, items of lists without their numbers; empty: it is stored.</returns>
    public IReadOnlyList<string> Refusals(string name, JsonNode spec, JsonNode? before = null)
    {
        try
        {
            catalog.Prepare(type, Whole(name, spec), FieldValidation.Strict, out _, before is null ? null : Whole(name, before));
            return [];
        }
        catch (ApiException refused)
        {
            return [.. refused.Causes.Select(cause => $"{cause.Field.Replace("[0]", "[]", StringComparison.Ordinal)}: {cause.Message}")];
        }
    }

    private JsonObject Whole(string name, JsonNode spec) => new()
    {
        ["apiVersion"] = type.ApiVersion, ["kind"] = type.Kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec.DeepClone(),
    };
}
