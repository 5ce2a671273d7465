using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>What the API serves right now, by discovery: custom resources come and go.</summary>
internal sealed class ApiCatalog(KubeClient client)
{
    private volatile IReadOnlyList<Resource> _resources = [];

    /// <summary>Everything that can be listed, watched and deleted, in each group's preferred version; as of the last refresh.</summary>
    public IReadOnlyList<Resource> Resources => _resources;

    /// <summary>Asks the server again. A group that cannot be reached is an error: what it holds is then unknown, not empty.</summary>
    public async Task<IReadOnlyList<Resource>> RefreshAsync(CancellationToken cancellation)
    {
        var found = Read("", await client.SendAsync(HttpMethod.Get, "api/v1", null, cancellation)).ToList();
        var groups = await client.SendAsync(HttpMethod.Get, "apis", null, cancellation);
        foreach (var group in groups.Objects("groups"))
        {
            var version = group.Text("preferredVersion", "groupVersion") ?? throw new FormatException($"API group {group.Text("name")} has no preferred version.");
            found.AddRange(Read(group.Text("name")!, await client.SendAsync(HttpMethod.Get, $"apis/{version}", null, cancellation)));
        }

        return _resources = found;
    }

    /// <summary>The resource of a kind, whichever version it is named in; null when there is none.</summary>
    public Resource? Find(string apiVersion, string kind)
    {
        var group = apiVersion.Contains('/') ? apiVersion[..apiVersion.IndexOf('/')] : "";
        return _resources.FirstOrDefault(resource => resource.Group == group && resource.Kind == kind);
    }

    private static IEnumerable<Resource> Read(string group, JsonObject list)
    {
        var version = list.Text("groupVersion")!;
        version = version[(version.IndexOf('/') + 1)..];
        foreach (var resource in list.Objects("resources"))
        {
            var verbs = resource.Texts("verbs").ToHashSet();
            if (!resource.Text("name")!.Contains('/') && verbs.IsSupersetOf(["list", "watch", "delete"]))
                yield return new Resource(group, version, resource.Text("name")!, resource.Text("kind")!, resource.Flag("namespaced"));
        }
    }
}
