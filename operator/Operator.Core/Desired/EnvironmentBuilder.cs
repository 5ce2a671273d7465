using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Desired;

/// <summary>Environment of the engine: what it needs, then the engine's own, then the service's; the later wins.</summary>
internal static class EnvironmentBuilder
{
    /// <summary>The pod's address, for <c>$(POD_IP)</c> in argument templates.</summary>
    public const string PodIp = "POD_IP";

    public static JsonArray Build(IEnumerable<EnvironmentVariable> engine, IEnumerable<EnvironmentVariable> service)
    {
        // Entries are merged by name; a name that occurs twice would make server-side apply refuse the object.
        var variables = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
        {
            [PodIp] = new() { ["name"] = PodIp, ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = "status.podIP" } } },
            ["HOME"] = new() { ["name"] = "HOME", ["value"] = PodVolumes.ScratchFolder },
        };
        foreach (var variable in engine.Concat(service)) variables[variable.Name] = Variable(variable);
        return [.. variables.Values];
    }

    public static JsonObject FromSecret(string name, string secret, string key) => new()
    {
        ["name"] = name,
        ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = secret, ["key"] = key } },
    };

    private static JsonObject Variable(EnvironmentVariable variable) =>
        variable.SecretKeyRef is { } secret ? FromSecret(variable.Name, secret.Name, secret.Key) : new() { ["name"] = variable.Name, ["value"] = variable.Value ?? "" };
}
