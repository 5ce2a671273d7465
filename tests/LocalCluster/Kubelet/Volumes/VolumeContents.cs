using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;

namespace InferOps.LocalCluster.Kubelet.Volumes;

/// <summary>Volumes whose files come from the API: configMap, secret, downwardAPI and projected.</summary>
internal sealed class VolumeContents(KubeClient client, PodSandbox sandbox)
{
    private static readonly string[] Known = ["configMap", "secret", "downwardAPI", "projected"];
    private readonly ConfigSources _sources = new(client, sandbox.Pod.Namespace!);
    private volatile JsonObject _pod = sandbox.Pod;

    public static bool IsKnown(JsonObject volume) => Array.Exists(Known, volume.ContainsKey);

    public void Update(JsonObject pod) => _pod = pod;

    /// <summary>Brings the folder's files up to date; only what differs is written, each file in one step.</summary>
    public async Task<string> WriteAsync(JsonObject volume, string folder, CancellationToken cancellation)
    {
        var files = new Dictionary<string, byte[]>();
        var sources = volume["projected"] is { } projected ? projected.Objects("sources") : [volume];
        foreach (var source in sources)
            foreach (var (path, content) in await ReadAsync(source, cancellation)) files[path] = content;
        FolderSync.Write(folder, files);
        return folder;
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(JsonObject source, CancellationToken cancellation)
    {
        if (source["configMap"] is { } map) return await EntriesAsync(Resource.ConfigMaps, map, map.Text("name"), cancellation);
        if (source["secret"] is { } secret) return await EntriesAsync(Resource.Secrets, secret, secret.Text("secretName") ?? secret.Text("name"), cancellation);
        if (source["downwardAPI"] is { } downward) return Downward(downward);
        return source["serviceAccountToken"] is { } token ? await TokenAsync(token, cancellation) : new Dictionary<string, byte[]>();
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> EntriesAsync(Resource resource, JsonNode source, string? name, CancellationToken cancellation)
    {
        var entries = await _sources.ReadAsync(resource, name ?? "", source.Flag("optional"), cancellation);
        if (entries is null) return new Dictionary<string, byte[]>();
        var items = source.Objects("items").ToList();
        if (items.Count == 0) return entries;
        var chosen = new Dictionary<string, byte[]>();
        foreach (var item in items)
        {
            var key = item.Text("key") ?? "";
            if (entries.TryGetValue(key, out var value)) chosen[item.Text("path") ?? key] = value;
            else if (!source.Flag("optional")) throw new ConfigException($"references non-existent {resource.Kind.ToLowerInvariant()} key: {key}");
        }

        return chosen;
    }

    private Dictionary<string, byte[]> Downward(JsonNode source)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var item in source.Objects("items"))
        {
            var text = item["fieldRef"] is { } field
                ? DownwardApi.Field(_pod, field.Text("fieldPath") ?? "", sandbox.PodIp, sandbox.HostIp)
                : DownwardApi.ResourceOf(Container(item), item["resourceFieldRef"]!, sandbox.Allocatable);
            files[item.Text("path")!] = Encoding.UTF8.GetBytes(text);
        }

        return files;
    }

    private JsonObject Container(JsonObject item)
    {
        var name = item.Text("resourceFieldRef", "containerName");
        return _pod.Objects("spec", "containers").FirstOrDefault(container => container.Text("name") == name) ?? throw new ConfigException($"container {name} not found");
    }

    private async Task<IReadOnlyDictionary<string, byte[]>> TokenAsync(JsonNode source, CancellationToken cancellation)
    {
        var spec = new JsonObject
        {
            ["audiences"] = source.Text("audience") is { } audience ? new JsonArray(audience) : new JsonArray(),
            ["expirationSeconds"] = source.Whole("expirationSeconds") ?? 3607,
            ["boundObjectRef"] = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["name"] = _pod.Name, ["uid"] = _pod.Uid },
        };
        var account = _pod.Text("spec", "serviceAccountName") ?? "default";
        var request = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "TokenRequest", ["spec"] = spec };
        var answer = await client.CreateAsync(Resource.ServiceAccounts, _pod.Namespace, account, "token", request, cancellation);
        return new Dictionary<string, byte[]> { [source.Text("path") ?? "token"] = Encoding.UTF8.GetBytes(answer.Text("status", "token") ?? "") };
    }
}
