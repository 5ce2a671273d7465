using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>Reads ConfigMaps and Secrets of one namespace, fresh from the server each time.</summary>
internal sealed class ConfigSources(KubeClient client, string ns)
{
    /// <summary>The entries as bytes, or null when the object is missing and that is allowed.</summary>
    /// <exception cref="ConfigException">The object is missing.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>?> ReadAsync(Resource resource, string name, bool optional, CancellationToken cancellation)
    {
        if (await client.GetAsync(resource, ns, name, cancellation) is { } obj) return Entries(resource, obj);
        return optional ? null : throw new ConfigException($"{resource.Kind.ToLowerInvariant()} \"{name}\" not found");
    }

    /// <summary>One entry as text, or null when it is missing and that is allowed.</summary>
    /// <exception cref="ConfigException">The object or the key is missing.</exception>
    public async Task<string?> ReadKeyAsync(Resource resource, JsonNode reference, CancellationToken cancellation)
    {
        var (name, key, optional) = (reference.Text("name") ?? "", reference.Text("key") ?? "", reference.Flag("optional"));
        var entries = await ReadAsync(resource, name, optional, cancellation);
        if (entries is not null && entries.TryGetValue(key, out var value)) return Encoding.UTF8.GetString(value);
        return optional ? null : throw new ConfigException($"couldn't find key {key} in {resource.Kind} {ns}/{name}");
    }

    private static Dictionary<string, byte[]> Entries(Resource resource, JsonObject obj)
    {
        var entries = new Dictionary<string, byte[]>();
        if (resource == Resource.Secrets)
        {
            foreach (var (key, value) in obj.Map("data")) entries[key] = Convert.FromBase64String(value);
            return entries;
        }

        foreach (var (key, value) in obj.Map("data")) entries[key] = Encoding.UTF8.GetBytes(value);
        foreach (var (key, value) in obj.Map("binaryData")) entries[key] = Convert.FromBase64String(value);
        return entries;
    }
}
