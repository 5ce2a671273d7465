using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.BuiltIn;
using InferOps.LocalCluster.Schema.CustomResources;
using InferOps.LocalCluster.Schema.OpenApi;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema;

/// <summary>
/// The schemas of everything that is served: the built-in types and the versions of the given CustomResourceDefinitions. Immutable; make a new one when
/// definitions change.
/// </summary>
public sealed class SchemaCatalog
{
    private readonly Dictionary<(string ApiVersion, string Kind), SchemaNode> custom;
    private readonly Lazy<OpenApiDocuments> documents;

    private SchemaCatalog(Dictionary<(string, string), SchemaNode> custom, IReadOnlyList<ResourceType> types)
    {
        this.custom = custom;
        documents = new Lazy<OpenApiDocuments>(() => new OpenApiDocuments([.. types.Select(type => (type, SchemaOf(type)))]));
    }

    /// <summary>A catalog of the built-in types only.</summary>
    public static SchemaCatalog BuiltIn { get; } = From([], BuiltInTypes.All);

    /// <param name="definitions">CustomResourceDefinitions that have passed <see cref="Prepare"/>.</param>
    /// <param name="types">Every type that is served, for the OpenAPI documents.</param>
    public static SchemaCatalog From(IEnumerable<JsonObject> definitions, IReadOnlyList<ResourceType> types)
    {
        var custom = new Dictionary<(string, string), SchemaNode>();
        foreach (var definition in definitions)
        foreach (var version in definition.At("spec", "versions")?.AsArray().OfType<JsonObject>() ?? [])
        {
            var (group, kind, name) = (definition.Text("spec", "group")!, definition.Text("spec", "names", "kind")!, version.Text("name")!);
            var schema = version.At("schema", "openAPIV3Schema") as JsonObject ?? new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true };
            custom[($"{group}/{name}", kind)] = SchemaReader.ReadRoot(schema, $"{string.Join('.', group.Split('.').Reverse())}.{name}.{kind}");
        }

        return new SchemaCatalog(custom, types);
    }

    /// <summary>The schema of a type. One that nothing is known about accepts any fields.</summary>
    public SchemaNode SchemaOf(ResourceType type) =>
        custom.TryGetValue((type.ApiVersion, type.Kind), out var own) ? own
        : BuiltInSchemas.Shared.Kinds.TryGetValue((type.ApiVersion, type.Kind), out var builtIn) ? builtIn
        : SchemaNode.Any with { Type = "object" };

    /// <summary>
    /// What the server makes of an object before it stores it: unknown fields pruned, defaults filled in, everything validated.
    /// </summary>
    /// <param name="obj">The object as sent or patched; it is not changed.</param>
    /// <param name="warnings">For <c>Warning</c> headers.</param>
    /// <param name="old">The stored object of an update, for fields that cannot change and for rules that compare.</param>
    /// <exception cref="ApiException">400 for what cannot be decoded, 422 with causes for what is not valid.</exception>
    public JsonObject Prepare(ResourceType type, JsonObject obj, FieldValidation mode, out IReadOnlyList<string> warnings, JsonObject? old = null)
    {
        var schema = SchemaOf(type);
        var result = obj.DeepClone().AsObject();
        var unknown = Pruning.Prune(result, schema).Select(path => $"unknown field \"{path}\"").ToList();
        if (mode == FieldValidation.Strict && unknown.Count > 0)
            throw ApiException.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: {string.Join(", ", unknown)}");

        warnings = mode == FieldValidation.Warn ? unknown : [];
        Fill(type, result, schema);
        var causes = new Causes();
        if (type.IsCustom) CustomRules.Validate(result, old, schema, causes);
        else BuiltInPreparation.Validate(type, result, old, schema, causes);
        return causes.Found.Count == 0 ? result : throw ApiException.Invalid(type, result.Text("metadata", "name") ?? "", causes.Found);
    }

    /// <summary>A copy of the object as it decodes: unknown fields pruned and defaults filled in, nothing validated.</summary>
    /// <exception cref="ApiException">400 for what cannot be decoded.</exception>
    public JsonObject Default(ResourceType type, JsonObject obj)
    {
        var schema = SchemaOf(type);
        var result = obj.DeepClone().AsObject();
        Pruning.Prune(result, schema);
        Fill(type, result, schema);
        return result;
    }

    private static void Fill(ResourceType type, JsonObject value, SchemaNode schema)
    {
        if (type.IsCustom) Defaulting.Apply(value, schema);
        else BuiltInPreparation.Default(type, value, schema);
    }

    /// <summary>The OpenAPI v2 document in the protobuf encoding that kubectl reads.</summary>
    public byte[] OpenApiV2Protobuf() => documents.Value.V2Protobuf;

    /// <summary>The OpenAPI v2 document as JSON.</summary>
    public JsonObject OpenApiV2() => documents.Value.V2;

    /// <summary>The index of OpenAPI v3 documents: <c>paths</c> with a <c>serverRelativeURL</c> for each group and version.</summary>
    public JsonObject OpenApiV3Index() => documents.Value.V3Index;

    /// <summary>The OpenAPI v3 document of <c>api/v1</c> or <c>apis/apps/v1</c>; null when nothing is served there.</summary>
    public JsonObject? OpenApiV3(string groupVersionPath) => documents.Value.V3(groupVersionPath);
}
