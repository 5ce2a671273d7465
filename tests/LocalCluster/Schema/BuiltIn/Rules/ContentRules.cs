using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of ConfigMaps and Secrets.</summary>
internal static class ContentRules
{
    private const string KeyRule =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    public static void Validate(JsonObject value, JsonObject? old, Causes causes)
    {
        foreach (var map in (string[])["data", "binaryData"])
        foreach (var (key, _) in value[map] as JsonObject ?? [])
            if (key.Length is 0 or > 253 || key.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
                causes.Invalid($"{map}[{key}]", key, KeyRule);

        if (!old.IsTrue("immutable")) return;
        if (!value.IsTrue("immutable")) causes.Forbidden("immutable", "field is immutable when `immutable` is set");
        foreach (var map in (string[])["data", "binaryData"])
            if (!JsonNode.DeepEquals(value[map], old![map])) causes.Forbidden(map, "field is immutable when `immutable` is set");
    }

    public static void ValidateSecretType(JsonObject value, JsonObject? old, Causes causes)
    {
        if (old.Text("type") is { } before && before != value.Text("type")) causes.Invalid("type", value["type"], "field is immutable");
    }
}
