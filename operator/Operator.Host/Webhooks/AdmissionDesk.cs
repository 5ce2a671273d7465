using InferOps.Operator.Core.Admission;
using InferOps.Operator.Host.Live;
using k8s;
using k8s.Models;
using KubeOps.Operator.Web.Webhooks.Admission;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Gathers what a decision about a write needs, and hands the verdict to KubeOps.</summary>
public sealed class AdmissionDesk
{
    private const string Unread = "The operator is still reading the cluster: what this refers to was not checked.";

    private readonly ClusterState _state;
    private readonly NamespaceLimitsReader _limits;
    private readonly TimeProvider _time;

    internal AdmissionDesk(ClusterState state, NamespaceLimitsReader limits, TimeProvider time) => (_state, _limits, _time) = (state, limits, time);

    /// <param name="entity">The object as it would be stored, or is about to go.</param>
    /// <param name="operation"><c>create</c>, <c>update</c> or <c>delete</c>, for the metrics.</param>
    /// <param name="decide">The decision, from what else there is.</param>
    internal ValidationResult Judge(IKubernetesObject<V1ObjectMeta> entity, string operation, Func<ClusterFacts, AdmissionVerdict> decide) =>
        IsJudged(entity) ? Result(entity.Kind, operation, decide(Facts())) : Unjudged(entity);

    /// <summary>Likewise, with what the object's namespace permits.</summary>
    internal async Task<ValidationResult> JudgeAsync(
        IKubernetesObject<V1ObjectMeta> entity, string operation, Func<ClusterFacts, NamespaceLimits, AdmissionVerdict> decide, CancellationToken cancellationToken)
    {
        if (!IsJudged(entity)) return Unjudged(entity);
        var (limits, warning) = await _limits.ReadAsync(entity.Metadata.NamespaceProperty ?? "", cancellationToken);
        return Result(entity.Kind, operation, decide(Facts(), limits), warning);
    }

    private bool IsJudged(IKubernetesObject<V1ObjectMeta> entity) => _state.Synced.IsCompletedSuccessfully && !IsGoing(entity);

    /// <summary>What is being deleted is only let go: nothing about it may stand in the way.</summary>
    private static bool IsGoing(IKubernetesObject<V1ObjectMeta> entity) => entity.Metadata.DeletionTimestamp is not null;

    private static ValidationResult Unjudged(IKubernetesObject<V1ObjectMeta> entity) => new() { Warnings = IsGoing(entity) ? [] : [Unread] };

    private static ValidationResult Result(string kind, string operation, AdmissionVerdict verdict, string? warning = null)
    {
        IReadOnlyList<string> warnings = [.. verdict.WarningLines, .. warning is null ? [] : new[] { warning }];
        OperatorMetrics.Judged(kind, operation, !verdict.IsAllowed ? "denied" : warnings.Count > 0 ? "warned" : "allowed");
        return new(verdict.IsAllowed)
        {
            Status = verdict.IsAllowed ? null : new AdmissionStatus(verdict.Message, StatusCodes.Status403Forbidden),
            Warnings = [.. warnings],
        };
    }

    /// <summary>Views of the watches: a write costs what its rules look at, however many services there are.</summary>
    private ClusterFacts Facts()
    {
        var fleet = _state.Fleet();
        return new()
        {
            Services = _state.Services.Snapshot.Items.Values.Select(service => service.Observed),
            Pools = fleet.Pools,
            Engines = fleet.Engines,
            Nodes = fleet.Nodes,
            Now = _time.GetUtcNow(),
        };
    }
}
