using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Tests.Schema;

/// <summary>A custom resource whose spec has any given schema.</summary>
internal static class Widgets
{
    public static readonly ResourceType Type = new("example.dev", "v1", "Widget", "widgets", true) { IsCustom = true };

    private static readonly ResourceType Definition = BuiltInTypes.Find("apiextensions.k8s.io/v1", "CustomResourceDefinition")!;

    public static SchemaCatalog Catalog(string spec) => SchemaCatalog.From([Define(spec)], [Type]);

    public static JsonObject Prepare(string spec, string sent, string? before = null) =>
        Catalog(spec).Prepare(Type, Widget(sent), FieldValidation.Ignore, out _, before is null ? null : Widget(before));

    public static JsonObject Define(string spec) => SchemaCatalog.BuiltIn.Prepare(Definition, JsonNode.Parse(
        $$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.dev"},
         "spec":{"group":"example.dev","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
          "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{{spec}} } } } }] } }
        """)!.AsObject(), FieldValidation.Strict, out _);

    public static JsonObject Widget(string spec) => JsonNode.Parse(
        $$"""{"apiVersion":"example.dev/v1","kind":"Widget","metadata":{"name":"w"},"spec":{{spec}} }""")!.AsObject();
}
