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
            [PodIp] = PodAddress(),
            ["HOME"] = new() { ["name"] = "HOME", ["value"] = PodVolumes.ScratchFolder },
        };
        foreach (var variable in engine.Concat(service)) variables[variable.Name] = Variable(variable);
        return [.. variables.Values];
    }

    public static JsonObject PodAddress() => new() { ["name"] = PodIp, ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["fieldPath"] = "status.podIP" } } };

    /// <param name="optional">True: where the Secret or its key is missing, the variable is not set, and the container starts all the same.</param>
    public static JsonObject FromSecret(string name, string secret, string key, bool optional = false)
    {
        var reference = new JsonObject { ["name"] = secret, ["key"] = key };
        if (optional) reference["optional"] = true;
        return new() { ["name"] = name, ["valueFrom"] = new JsonObject { ["secretKeyRef"] = reference } };
    }

    private static JsonObject Variable(EnvironmentVariable variable) =>
        variable.SecretKeyRef is { } secret ? FromSecret(variable.Name, secret.Name, secret.Key) : new() { ["name"] = variable.Name, ["value"] = variable.Value ?? "" };
}
