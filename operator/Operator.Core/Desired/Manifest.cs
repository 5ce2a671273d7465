using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Desired;

/// <summary>The parts that all manifests share.</summary>
internal static class Manifest
{
    public static JsonObject Create(string apiVersion, string kind, string name, ObservedService owner, string component) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = owner.Key.Namespace,
            ["labels"] = Map(Names.Labels(owner.Key.Name, component)),
            ["ownerReferences"] = List(new JsonObject
            {
                ["apiVersion"] = Api.GroupVersion,
                ["kind"] = Names.Kind,
                ["name"] = owner.Key.Name,
                ["uid"] = owner.Uid,
                ["controller"] = true,
                ["blockOwnerDeletion"] = true,
            }),
        },
    };

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> entries) =>
        new(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonValue.Create(entry.Value))));

    public static JsonArray List(params IEnumerable<JsonNode?> items) => [.. items];

    public static JsonArray Texts(IEnumerable<string> items) => [.. items.Select(item => (JsonNode?)JsonValue.Create(item))];

    /// <summary>An equality selector as Kubernetes' label selectors write it.</summary>
    public static JsonObject Matching(params (string Label, string Value)[] labels) => new()
    {
        ["matchLabels"] = Map(labels.Select(label => KeyValuePair.Create(label.Label, label.Value))),
    };
}
