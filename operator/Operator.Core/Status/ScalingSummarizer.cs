using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

/// <summary>Is demand known, and does it decide the number of replicas?</summary>
internal static class ScalingSummarizer
{
    public static Finding Metrics(StatusInput input) => input switch
    {
        { Spec: null } => Finding.Unknown(Reasons.SpecInvalid, "Nothing is measured before the spec is valid."),
        { Suspended: true } => Finding.Unknown(Reasons.Suspended, "Nothing runs, so nothing is measured."),
        { Decision: null } => Finding.Unknown(Reasons.Reconciling, "Nothing was measured yet."),
        { NotAskedYet: true } when Earlier(input, ConditionTypes.MetricsAvailable) is { } earlier => earlier,
        { Decision.Hold: null } or { Decision.Hold.Reason: HoldReasons.CapacityUnknown } => Finding.True(Reasons.MetricsFresh, "Token rates are known and recent."),
        { Decision.Hold: { } hold } when HoldReasons.IsStarting(hold.Reason) => Finding.Unknown(hold.Reason, hold.Message),
        { Decision.Hold: { } hold } => Finding.False(hold.Reason, hold.Message),
    };

    public static Finding Active(StatusInput input) => input switch
    {
        { Spec: null } => Finding.Unknown(Reasons.SpecInvalid, "Nothing is scaled before the spec is valid."),
        { Suspended: true } => Finding.False(Reasons.Suspended, "spec.suspend is true."),
        { Spec.Scaling.Mode: ScalingMode.Off } => Finding.False(Reasons.ScalingOff, "spec.scaling.mode is Off: the number of replicas is fixed."),
        { Spec.Scaling.Mode: ScalingMode.Advisory } => Finding.False(Reasons.Advisory, "spec.scaling.mode is Advisory: decisions are reported and not applied."),
        { Decision: null } => Finding.Unknown(Reasons.Reconciling, "Nothing was decided yet."),
        { NotAskedYet: true } when Earlier(input, ConditionTypes.ScalingActive) is { } earlier => earlier,
        { Decision.Hold: { } hold } => Finding.False(hold.Reason, hold.Message),
        _ => Finding.True(Reasons.ScalingActive, "Demand decides the number of replicas."),
    };

    /// <summary>A restart of the operator is no news about a service: without this, every status would be written twice before the first answer of Prometheus.</summary>
    private static Finding? Earlier(StatusInput input, string type) =>
        input.Previous.Conditions?.FirstOrDefault(condition => condition.Type == type) is { } said && said.ObservedGeneration == input.Service.Generation
            ? new Finding(said.Status, said.Reason, said.Message)
            : null;
}
