using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of services.</summary>
internal static class ServiceRules
{
    public static void Validate(JsonObject service, JsonObject? old, Causes causes)
    {
        if (service["spec"] is not JsonObject spec) return;
        var ports = spec["ports"] as JsonArray ?? [];
        var isExternal = spec.Text("type") == "ExternalName";
        if (ports.Count == 0 && !isExternal && spec.Text("clusterIP") != "None") causes.Required("spec.ports");
        if (isExternal && spec.Text("externalName") is null or "") causes.Required("spec.externalName");
        Ports(ports, causes);
        MetadataRules.Labels(spec["selector"] as JsonObject, "spec.selector", causes);

        if (!isExternal && old.Text("spec", "clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") is { Length: > 0 } wanted && wanted != address)
            causes.Invalid("spec.clusterIPs[0]", new JsonArray(wanted), "may not change once set");
    }

    private static void Ports(JsonArray ports, Causes causes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < ports.Count; index++)
        {
            var (port, path) = (ports[index], $"spec.ports[{index}]");
            var name = port.Text("name") ?? "";
            if (name.Length == 0 && ports.Count > 1) causes.Required($"{path}.name");
            else if (name.Length > 0 && Names.Label(name) is { } wrong) causes.Invalid($"{path}.name", name, wrong);
            else if (!names.Add(name)) causes.Duplicate($"{path}.name", name);
            PortRules.Number(port.At("port"), $"{path}.port", causes);
            PortRules.NumberOrName(port.At("targetPort"), $"{path}.targetPort", causes);
            if (!numbers.Add($"{port.At("port")}/{port.Text("protocol")}")) causes.Duplicate(path, port);
        }
    }
}

/// <summary>Rules of port numbers and names.</summary>
internal static class PortRules
{
    public const string OutOfRange = "must be between 1 and 65535, inclusive";

    public static void Number(JsonNode? port, string path, Causes causes)
    {
        if (port is null) causes.Required(path);
        else if (Numbers.Integer(port) is not (>= 1 and <= 65535)) causes.Invalid(path, port, OutOfRange);
    }

    public static void NumberOrName(JsonNode? port, string path, Causes causes)
    {
        if (port is null) return;
        if (port.Text() is { } name) Name(name, path, causes);
        else Number(port, path, causes);
    }

    public static void Name(string name, string path, Causes causes)
    {
        if (name.Length > 15) causes.Invalid(path, name, "must be no more than 15 characters");
        else if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter != '-'))
            causes.Invalid(path, name, "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
        else if (!name.Any(char.IsAsciiLetter)) causes.Invalid(path, name, "must contain at least one letter (a-z)");
    }
}
