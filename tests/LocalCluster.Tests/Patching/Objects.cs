using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Patching;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Tests.Patching;

/// <summary>Writers and objects with defaults.</summary>
internal static class Objects
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static ResourceType Type(string kind) => BuiltInTypes.All.First(type => type.Kind == kind);

    public static PatchContext Writer(string kind, string manager = "test") => new(Type(kind), SchemaCatalog.BuiltIn.SchemaOf(Type(kind)), manager, Start);

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
