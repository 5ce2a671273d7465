using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Deployments;

/// <summary>A Deployment's history: one ReplicaSet per template, numbered, the newest number being what runs.</summary>
internal sealed class RevisionKeeper(ControllerContext context)
{
    private const string Revision = "deployment.kubernetes.io/revision";

    /// <summary>The ReplicaSet that has the Deployment's template now, or null.</summary>
    public static JsonObject? Current(JsonObject deployment, IEnumerable<JsonObject> sets) =>
        sets.FirstOrDefault(set => TemplateHash.Same(set.At("spec", "template"), deployment.At("spec", "template")));

    public async Task<JsonObject> CreateAsync(JsonObject deployment, IReadOnlyList<JsonObject> sets, CancellationToken cancellation)
    {
        var revision = sets.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;
        var collisions = deployment.Whole("status", "collisionCount") ?? 0;
        var set = Build(deployment, TemplateHash.Of(deployment.At("spec", "template")!, collisions), revision);
        try
        {
            var created = await context.Client.CreateAsync(Resource.ReplicaSets, set, cancellation);
            await StampAsync(deployment, revision, cancellation);
            return created;
        }
        catch (KubeApiException refusal) when (refusal.IsAlreadyExists)
        {
            // Another template has the same hash: count the collision, which changes the hash, and try again.
            await context.Client.ReviseAsync(
                Resource.Deployments, deployment, copy => copy.Ensure("status")["collisionCount"] = collisions + 1, "status", cancellation);
            throw;
        }
    }

    /// <summary>A rollback finds its ReplicaSet in the history: it becomes the newest revision.</summary>
    public async Task PromoteAsync(JsonObject deployment, JsonObject current, IReadOnlyList<JsonObject> sets, CancellationToken cancellation)
    {
        var newest = sets.Where(set => set.Uid != current.Uid).Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;
        var revision = Math.Max(newest, RevisionOf(current));
        await context.Client.ReviseAsync(Resource.ReplicaSets, current, copy => Annotate(copy, revision), null, cancellation);
        await StampAsync(deployment, revision, cancellation);
    }

    /// <summary>Deletes the oldest ReplicaSets without pods beyond <c>revisionHistoryLimit</c>.</summary>
    public async Task TrimAsync(JsonObject deployment, JsonObject? current, IReadOnlyList<JsonObject> sets, CancellationToken cancellation)
    {
        var keep = (int)(deployment.Whole("spec", "revisionHistoryLimit") ?? 10);
        var idle = sets.Where(set => set.Uid != current?.Uid && RolloutFacts.Wanted(set) == 0 && (set.Whole("status", "replicas") ?? 0) == 0 && !set.IsDeleting)
            .OrderBy(RevisionOf).ToList();
        foreach (var set in idle.Take(Math.Max(0, idle.Count - keep)))
            await context.Client.DeleteAsync(Resource.ReplicaSets, set.Namespace, set.Name, new DeleteOptions { Uid = set.Uid }, cancellation);
    }

    private static long RevisionOf(JsonObject set) =>
        set.Annotations.TryGetValue(Revision, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private static void Annotate(JsonObject obj, long revision) =>
        obj.Ensure("metadata", "annotations")[Revision] = revision.ToString(CultureInfo.InvariantCulture);

    private async Task StampAsync(JsonObject deployment, long revision, CancellationToken cancellation) =>
        await context.Client.ReviseAsync(Resource.Deployments, deployment, copy => Annotate(copy, revision), null, cancellation);

    private static JsonObject Build(JsonObject deployment, string hash, long revision)
    {
        var template = (JsonObject)deployment.At("spec", "template")!.DeepClone();
        template.Ensure("metadata", "labels")[TemplateHash.Label] = hash;
        var selector = (JsonObject)deployment.At("spec", "selector")!.DeepClone();
        selector.Ensure("matchLabels")[TemplateHash.Label] = hash;
        var set = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name}-{hash}",
                ["namespace"] = deployment.Namespace,
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(Ownership.Reference(deployment)),
            },
            ["spec"] = new JsonObject { ["replicas"] = 0, ["selector"] = selector, ["template"] = template },
        };
        if (deployment.Whole("spec", "minReadySeconds") is { } seconds) set["spec"]!["minReadySeconds"] = seconds;
        foreach (var (key, value) in deployment.Annotations)
            if (key != "kubectl.kubernetes.io/last-applied-configuration") set.Ensure("metadata", "annotations")[key] = value;
        Annotate(set, revision);
        return set;
    }
}
