using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Desired;

internal static class Tolerations
{
    public static JsonArray Of(IEnumerable<Toleration> tolerations) => [.. tolerations.Distinct().Select(Of)];

    private static JsonObject Of(Toleration toleration)
    {
        var node = new JsonObject();
        if (toleration.Key is { } key) node["key"] = key;
        if (toleration.Operator is { } comparison) node["operator"] = comparison;
        if (toleration.Value is { } value) node["value"] = value;
        if (toleration.Effect is { } effect) node["effect"] = effect;
        if (toleration.TolerationSeconds is { } seconds) node["tolerationSeconds"] = seconds;
        return node;
    }
}
