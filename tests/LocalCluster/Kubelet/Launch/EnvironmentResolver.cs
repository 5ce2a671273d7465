using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>The environment that a container's <c>envFrom</c> and <c>env</c> ask for.</summary>
internal sealed class EnvironmentResolver(ConfigSources sources, PodSandbox sandbox)
{
    /// <param name="container">The container.</param>
    /// <param name="machine">What the process has anyway; <c>$(NAME)</c> may refer to it.</param>
    /// <param name="cancellation">Ends the reading of ConfigMaps and Secrets.</param>
    /// <exception cref="ConfigException">Something referred to is missing.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ResolveAsync(
        JsonObject container, IReadOnlyDictionary<string, string> machine, CancellationToken cancellation)
    {
        var result = new Dictionary<string, string>();
        foreach (var source in container.Objects("envFrom"))
        {
            var prefix = source.Text("prefix") ?? "";
            foreach (var (key, value) in await EntriesAsync(source, cancellation)) result[prefix + key] = Encoding.UTF8.GetString(value);
        }

        foreach (var variable in container.Objects("env"))
        {
            var known = machine.Concat(result).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value);
            if (await ValueAsync(container, variable, known, cancellation) is { } value) result[variable.Text("name")!] = value;
        }

        return result;
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> EntriesAsync(JsonObject source, CancellationToken cancellation)
    {
        var (resource, reference) = source["configMapRef"] is { } map ? (Resource.ConfigMaps, map) : (Resource.Secrets, source["secretRef"]);
        return await sources.ReadAsync(resource, reference.Text("name") ?? "", reference.Flag("optional"), cancellation) ?? new Dictionary<string, byte[]>();
    }

    private async Task<string?> ValueAsync(JsonObject container, JsonObject variable, Dictionary<string, string> known, CancellationToken cancellation)
    {
        if (variable["valueFrom"] is not { } from) return Expansion.Expand(variable.Text("value") ?? "", known);
        if (from["fieldRef"] is { } field) return DownwardApi.Field(sandbox.Pod, field.Text("fieldPath") ?? "", sandbox.PodIp, sandbox.HostIp);
        if (from["resourceFieldRef"] is { } resource) return DownwardApi.ResourceOf(container, resource, sandbox.Allocatable);
        if (from["configMapKeyRef"] is { } map) return await sources.ReadKeyAsync(Resource.ConfigMaps, map, cancellation);
        return from["secretKeyRef"] is { } secret ? await sources.ReadKeyAsync(Resource.Secrets, secret, cancellation) : null;
    }
}
