using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>What a pod may be told about itself: <c>fieldRef</c> and <c>resourceFieldRef</c>.</summary>
internal static partial class DownwardApi
{
    /// <exception cref="ConfigException">An unknown field.</exception>
    public static string Field(JsonObject pod, string path, string podIp, string hostIp)
    {
        if (Subscript().Match(path) is { Success: true } match)
            return (match.Groups["map"].Value == "labels" ? pod.Labels : pod.Annotations).GetValueOrDefault(match.Groups["key"].Value, "");
        return path switch
        {
            "metadata.name" => pod.Name,
            "metadata.namespace" => pod.Namespace ?? "",
            "metadata.uid" => pod.Uid,
            "metadata.labels" => Lines(pod.Labels),
            "metadata.annotations" => Lines(pod.Annotations),
            "spec.nodeName" => pod.Text("spec", "nodeName") ?? "",
            "spec.serviceAccountName" => pod.Text("spec", "serviceAccountName") ?? "default",
            "status.podIP" or "status.podIPs" => podIp,
            "status.hostIP" or "status.hostIPs" => hostIp,
            _ => throw new ConfigException($"field path not supported: {path}"),
        };
    }

    /// <summary>A request or limit in units of the divisor, rounded up; a limit that is absent is what the node has.</summary>
    public static string ResourceOf(JsonObject container, JsonNode reference, IReadOnlyDictionary<string, decimal> allocatable)
    {
        var path = reference.Text("resource") ?? "";
        if (path.Split('.', 2) is not [("limits" or "requests") and var kind, var name]) throw new ConfigException($"resource not supported: {path}");
        var amounts = Quantity.ParseMap(container.At("resources", kind));
        var amount = amounts.TryGetValue(name, out var given) ? given : kind == "limits" ? allocatable.GetValueOrDefault(name) : 0;
        var divisor = Quantity.Parse(reference.Text("divisor") is { Length: > 0 } text and not "0" ? text : "1");
        return Math.Ceiling(amount / divisor).ToString("0", CultureInfo.InvariantCulture);
    }

    private static string Lines(IReadOnlyDictionary<string, string> map) =>
        string.Join('\n', map.Select(entry => $"{entry.Key}={System.Text.Json.JsonSerializer.Serialize(entry.Value)}"));

    [GeneratedRegex(@"^metadata\.(?<map>labels|annotations)\['(?<key>[^']+)'\]$")]
    private static partial Regex Subscript();
}
