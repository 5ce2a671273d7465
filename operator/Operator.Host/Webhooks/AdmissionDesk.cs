using InferOps.Operator.Core.Admission;
using InferOps.Operator.Host.Entities;
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

    internal async Task<ValidationResult> ServiceAsync(V1Alpha1InferenceService entity, V1Alpha1InferenceService? before, CancellationToken cancellationToken)
    {
        if (!IsReady || IsGoing(entity)) return Unjudged(entity);
        var (limits, warning) = await _limits.ReadAsync(entity.Metadata.NamespaceProperty ?? "", cancellationToken);
        var verdict = ServiceAdmission.Decide(new()
        {
            Key = EntityProjection.KeyOf(entity),
            Spec = entity.Spec,
            Before = before?.Spec,
            Status = before?.Status ?? new(),
            Facts = Facts(),
            Limits = limits,
        });
        return Result(V1Alpha1InferenceService.KindName, before is null ? "create" : "update", verdict, warning);
    }

    internal ValidationResult Pool(V1Alpha1ComputePool entity, V1Alpha1ComputePool? before) => !IsReady || IsGoing(entity)
        ? Unjudged(entity)
        : Result(V1Alpha1ComputePool.KindName, before is null ? "create" : "update", PoolAdmission.Decide(new(entity.Metadata.Name, entity.Spec, before?.Spec, Facts())));

    internal ValidationResult PoolDeletion(V1Alpha1ComputePool entity) =>
        IsReady ? Result(V1Alpha1ComputePool.KindName, "delete", PoolAdmission.DecideDeletion(entity.Metadata.Name, Facts())) : Unjudged(entity);

    internal ValidationResult Engine(V1Alpha1InferenceEngine entity, V1Alpha1InferenceEngine? before) => !IsReady || IsGoing(entity)
        ? Unjudged(entity)
        : Result(V1Alpha1InferenceEngine.KindName, before is null ? "create" : "update", EngineAdmission.Decide(new(entity.Metadata.Name, entity.Spec, before?.Spec, Facts())));

    internal ValidationResult EngineDeletion(V1Alpha1InferenceEngine entity) =>
        IsReady ? Result(V1Alpha1InferenceEngine.KindName, "delete", EngineAdmission.DecideDeletion(entity.Metadata.Name, Facts())) : Unjudged(entity);

    private bool IsReady => _state.Synced.IsCompletedSuccessfully;

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

    private ClusterFacts Facts() => new()
    {
        Services = [.. _state.Services.Snapshot.Items.Values.Select(service => service.Observed)],
        Pools = [.. _state.Pools.Snapshot.Items.Values.Select(pool => pool.Observed)],
        Engines = [.. _state.Engines.Snapshot.Items.Values.Select(engine => engine.Observed)],
        Nodes = [.. _state.Nodes.Snapshot.Items.Values],
        Now = _time.GetUtcNow(),
    };
}
