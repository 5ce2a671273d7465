using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Resilience;

/// <summary>What the cluster should hold, and how it differs from that.</summary>
internal sealed class Expectation(SandboxEnvironment sandbox)
{
    private const string Ours = "app.kubernetes.io/managed-by=inferops";
    private const string Owner = "inferops.dev/service";

    /// <summary>What a service has exactly one of.</summary>
    private static readonly Resource[] OneOfEach =
        [Resource.Services, Resource.ServiceAccounts, Resource.PodDisruptionBudgets, new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy")];

    /// <summary>Replicas by service; a service that is not here was deleted.</summary>
    public SortedDictionary<string, int> Replicas { get; } = new(StringComparer.Ordinal);

    /// <summary>One phrase per difference; empty when the cluster is as it should be.</summary>
    public async Task<string> DifferencesAsync()
    {
        var services = (await sandbox.ListAsync(ClusterReading.Services)).ToDictionary(service => service.Name);
        List<string> differences =
        [
            .. services.Keys.Except(Replicas.Keys).Select(name => $"{name} still exists"),
            .. Replicas.Keys.Except(services.Keys).Select(name => $"{name} is missing"),
            .. services.Values.Where(service => service.Generation != service.Whole("status", "observedGeneration")).Select(service => $"the status of {service.Name} is not about its spec"),
        ];
        foreach (var kind in OneOfEach)
            differences.AddRange(Compare(kind, await sandbox.ListAsync(kind, Ours), services, _ => 1));
        var deployments = (await sandbox.ListAsync(Resource.Deployments, Ours)).Where(deployment => deployment.Whole("spec", "replicas") > 0).ToList();
        differences.AddRange(Compare(Resource.Deployments, deployments, services, name => Math.Min(1, Replicas.GetValueOrDefault(name))));
        differences.AddRange(Count("replicas", deployments.GroupBy(OwnerOf).ToDictionary(group => group.Key, group => group.Sum(deployment => deployment.Whole("spec", "replicas") ?? 0))));
        differences.AddRange(Count("pods", (await sandbox.ListAsync(Resource.Pods, Owner)).GroupBy(OwnerOf).ToDictionary(group => group.Key, group => group.LongCount())));
        return string.Join("; ", differences);
    }

    private IEnumerable<string> Count(string what, Dictionary<string, long> found) =>
        from name in Replicas.Keys.Union(found.Keys)
        let wanted = Replicas.GetValueOrDefault(name)
        where found.GetValueOrDefault(name) != wanted
        select $"{name} has {found.GetValueOrDefault(name)} {what}, not {wanted}";

    /// <summary>Orphans, duplicates, what is missing, and what belongs to an earlier service of the same name.</summary>
    private static IEnumerable<string> Compare(Resource kind, IEnumerable<JsonObject> found, Dictionary<string, JsonObject> services, Func<string, int> wanted)
    {
        var byOwner = found.ToLookup(OwnerOf);
        foreach (var orphans in byOwner.Where(group => !services.ContainsKey(group.Key))) yield return $"{kind.Kind} of {orphans.Key} is an orphan";
        foreach (var (name, service) in services)
        {
            if (byOwner[name].Count() != wanted(name)) yield return $"{name} has {byOwner[name].Count()} {kind.Kind}, not {wanted(name)}";
            foreach (var stale in byOwner[name].Where(obj => obj.Objects("metadata", "ownerReferences").Any(owner => owner.Text("uid") != service.Uid)))
                yield return $"{kind.Kind} {stale.Name} belongs to an earlier {name}";
        }
    }

    private static string OwnerOf(JsonObject obj) => obj.Labels.GetValueOrDefault(Owner, "");
}
