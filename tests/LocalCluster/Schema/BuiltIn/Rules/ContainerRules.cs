using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of one container.</summary>
internal static class ContainerRules
{
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc"];

    /// <param name="volumes">Names of the pod's volumes.</param>
    public static void Validate(JsonObject container, HashSet<string> volumes, string path, Causes causes)
    {
        if (container.Text("name") is { Length: > 0 } name && Names.Label(name) is { } wrong) causes.Invalid($"{path}.name", name, wrong);
        if (container.Text("image") is null or "") causes.Required($"{path}.image");
        Ports(container["ports"] as JsonArray ?? [], $"{path}.ports", causes);
        Environment(container["env"] as JsonArray ?? [], $"{path}.env", causes);
        Mounts(container["volumeMounts"] as JsonArray ?? [], volumes, $"{path}.volumeMounts", causes);
        ResourceRules.Validate(container["resources"], $"{path}.resources", causes);
        foreach (var probe in (string[])["livenessProbe", "readinessProbe", "startupProbe"])
            if (container[probe] is JsonObject settings) Probe(settings, probe, $"{path}.{probe}", causes);
    }

    private static void Ports(JsonArray ports, string path, Causes causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < ports.Count; index++)
        {
            PortRules.Number(ports[index].At("containerPort"), $"{path}[{index}].containerPort", causes);
            if (ports[index].Text("name") is not { } name) continue;
            PortRules.Name(name, $"{path}[{index}].name", causes);
            if (!names.Add(name)) causes.Duplicate($"{path}[{index}].name", name);
        }
    }

    private static void Environment(JsonArray variables, string path, Causes causes)
    {
        for (var index = 0; index < variables.Count; index++)
        {
            if (variables[index].At("valueFrom") is not JsonObject source) continue;
            if (variables[index].Text("value") is { Length: > 0 }) causes.Invalid($"{path}[{index}].valueFrom", "", "may not be specified when `value` is not empty");
            if (source.Count == 0) causes.Invalid($"{path}[{index}].valueFrom", "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
            if (source.Count > 1) causes.Invalid($"{path}[{index}].valueFrom", "", "may not have more than one field specified at a time");
        }
    }

    private static void Mounts(JsonArray mounts, HashSet<string> volumes, string path, Causes causes)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < mounts.Count; index++)
        {
            var (name, at) = (mounts[index].Text("name") ?? "", mounts[index].Text("mountPath") ?? "");
            if (name.Length > 0 && !volumes.Contains(name)) causes.NotFound($"{path}[{index}].name", name);
            if (at.Length > 0 && !paths.Add(at)) causes.Invalid($"{path}[{index}].mountPath", at, "must be unique");
        }
    }

    private static void Probe(JsonObject probe, string name, string path, Causes causes)
    {
        var handlers = Handlers.Where(probe.ContainsKey).ToList();
        if (handlers.Count == 0) causes.Required(path, "must specify a handler type");
        foreach (var extra in handlers.Skip(1)) causes.Forbidden($"{path}.{extra}", "may not specify more than 1 handler type");
        if (name != "readinessProbe" && Numbers.Integer(probe["successThreshold"]) is > 1) causes.Invalid($"{path}.successThreshold", probe["successThreshold"], "must be 1");
        PortRules.NumberOrName(probe.At("httpGet", "port"), $"{path}.httpGet.port", causes);
        PortRules.NumberOrName(probe.At("tcpSocket", "port"), $"{path}.tcpSocket.port", causes);
        foreach (var field in (string[])["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "failureThreshold"])
            if (Numbers.Integer(probe[field]) < 0) causes.Invalid($"{path}.{field}", probe[field], "must be greater than or equal to 0");
    }
}

/// <summary>Rules of requests and limits.</summary>
internal static class ResourceRules
{
    public static void Validate(JsonNode? resources, string path, Causes causes)
    {
        var limits = resources.At("limits") as JsonObject ?? [];
        var requests = resources.At("requests") as JsonObject ?? [];
        foreach (var (name, amount) in limits) Amount(name, amount, $"{path}.limits[{name}]", causes);
        foreach (var (name, amount) in requests)
        {
            Amount(name, amount, $"{path}.requests[{name}]", causes);
            var limit = Parse(limits[name]);
            if (IsExtended(name) && limit is null) causes.Required($"{path}.limits", "Limit must be set for non overcommitable resources");
            else if (IsExtended(name) && Parse(amount)?.Value != limit?.Value) causes.Invalid($"{path}.requests", amount, $"must be equal to {name} limit of {limit}");
            else if (limit is { } most && Parse(amount) is { } wanted && wanted > most) causes.Invalid($"{path}.requests", amount, $"must be less than or equal to {name} limit of {most}");
        }
    }

    /// <summary>Devices such as nvidia.com/gpu are counted and never shared.</summary>
    private static bool IsExtended(string name) => name.Contains('/') && !name.StartsWith("kubernetes.io/", StringComparison.Ordinal);

    private static void Amount(string name, JsonNode? amount, string path, Causes causes)
    {
        if (Names.QualifiedName(name) is { } wrong) causes.Invalid(path, name, wrong);
        if (Parse(amount) is not { } quantity) return;
        if (quantity.Value < 0) causes.Invalid(path, amount, "must be greater than or equal to 0");
        if (IsExtended(name) && !decimal.IsInteger(quantity.Value)) causes.Invalid(path, amount, "must be an integer");
    }

    private static Quantity? Parse(JsonNode? amount) => amount.Text() is { } text && Quantity.TryParse(text, out var quantity) ? quantity : null;
}
