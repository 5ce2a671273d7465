using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>How a client wants something deleted.</summary>
internal sealed record DeletionOptions
{
    public long? GracePeriodSeconds { get; init; }

    public string? PropagationPolicy { get; init; }

    public string? Uid { get; init; }

    public string? ResourceVersion { get; init; }

    public bool DryRun { get; init; }

    /// <summary>From the body when there is one, else from the query.</summary>
    public static DeletionOptions Read(JsonObject? body, Microsoft.AspNetCore.Http.IQueryCollection query)
    {
        var orphans = body.IsTrue("orphanDependents") || query["orphanDependents"] == "true";
        return new DeletionOptions
        {
            GracePeriodSeconds = body.Number("gracePeriodSeconds") ?? (long.TryParse(query["gracePeriodSeconds"], out var seconds) ? seconds : null),
            PropagationPolicy = body.Text("propagationPolicy") ?? query["propagationPolicy"].FirstOrDefault() ?? (orphans ? "Orphan" : null),
            Uid = body.Text("preconditions", "uid"),
            ResourceVersion = body.Text("preconditions", "resourceVersion"),
            DryRun = RequestOptions.ReadDryRun([.. body.Texts("dryRun"), .. query["dryRun"]]),
        };
    }
}

/// <summary>What a deletion does to an object now.</summary>
internal enum DeletionStep
{
    /// <summary>It goes at once.</summary>
    Remove,

    /// <summary>It is marked and stays until its finalizers are gone or its grace period is over.</summary>
    Mark,

    /// <summary>It is already marked so; nothing changes.</summary>
    Keep,
}

/// <summary>Decides a deletion; changes only the copy it is given.</summary>
internal static class Deletion
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    /// <param name="current">The object as stored.</param>
    /// <param name="marked">A copy of it, which is marked as needed.</param>
    /// <param name="options">What the client asked for.</param>
    /// <param name="now">Time of the request.</param>
    public static DeletionStep Decide(StoredObject current, JsonObject marked, DeletionOptions options, DateTimeOffset now)
    {
        SetPropagationFinalizers(marked.Metadata(), options.PropagationPolicy);
        var grace = GracePeriod(current, options);
        var hasFinalizers = HasFinalizers(current.Key.Resource, marked);
        if (grace == 0 && !hasFinalizers) return DeletionStep.Remove;
        var pending = current.Root.Number("metadata", "deletionGracePeriodSeconds") ?? 0;
        if (current.IsDeleting && grace >= pending) return JsonNode.DeepEquals(marked, current.Copy()) ? DeletionStep.Keep : DeletionStep.Mark;
        var metadata = marked.Metadata();
        metadata["deletionTimestamp"] = ApiTime.Seconds(now + TimeSpan.FromSeconds(grace));
        metadata["deletionGracePeriodSeconds"] = grace;
        if (current.Key.Resource == "namespaces") marked.Child("status")["phase"] = "Terminating";
        return DeletionStep.Mark;
    }

    /// <summary>Whether an object that is marked for deletion has nothing left to wait for.</summary>
    public static bool IsDone(string resource, JsonObject content) =>
        content.At("metadata", "deletionTimestamp") is not null
        && (content.Number("metadata", "deletionGracePeriodSeconds") ?? 0) == 0
        && !HasFinalizers(resource, content);

    /// <exception cref="ApiException">409 when a precondition does not hold.</exception>
    public static void CheckPreconditions(ResourceType type, StoredObject current, DeletionOptions options)
    {
        if (options.Uid is { } uid && uid != current.Uid)
        {
            throw ApiException.Conflict(type, current.Key.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }

        if (options.ResourceVersion is { } version && version != current.Revision.ToString())
        {
            throw ApiException.Conflict(type, current.Key.Name,
                $"Precondition failed: ResourceVersion in precondition: {version}, ResourceVersion in object meta: {current.Revision}");
        }
    }

    private static bool HasFinalizers(string resource, JsonObject content) =>
        content.Texts("metadata", "finalizers").Count > 0 || (resource == "namespaces" && content.Texts("spec", "finalizers").Count > 0);

    /// <summary>Only pods that may still run are given time; a pod that no node has taken goes at once.</summary>
    private static long GracePeriod(StoredObject current, DeletionOptions options)
    {
        if (current.Key.Resource != "pods") return 0;
        var isUnscheduled = string.IsNullOrEmpty(current.Root.Text("spec", "nodeName"));
        if (isUnscheduled || current.Root.Text("status", "phase") is "Succeeded" or "Failed") return 0;
        var wanted = options.GracePeriodSeconds ?? current.Root.Number("spec", "terminationGracePeriodSeconds") ?? 30;
        return wanted < 0 ? 1 : wanted;
    }

    private static void SetPropagationFinalizers(JsonObject metadata, string? policy)
    {
        if (policy is null) return;
        var finalizers = metadata.Texts("finalizers").Where(name => name is not (Foreground or Orphan)).ToList();
        if (policy == "Foreground") finalizers.Add(Foreground);
        if (policy == "Orphan") finalizers.Add(Orphan);
        metadata.SetOrRemove("finalizers", finalizers.Count == 0 ? null : finalizers.ToJsonArray());
    }
}
