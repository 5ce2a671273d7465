using InferOps.Operator.Core.Admission;
using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Asked before an InferenceService is created or changed, never before it is deleted.</summary>
[ValidationWebhook(typeof(V1Alpha1InferenceService))]
public sealed class InferenceServiceWebhook(AdmissionDesk desk) : ValidationWebhook<V1Alpha1InferenceService>
{
    public override Task<ValidationResult> CreateAsync(V1Alpha1InferenceService entity, bool dryRun, CancellationToken cancellationToken) =>
        desk.JudgeAsync(entity, "create", (facts, limits) => ServiceAdmission.Decide(Write(entity, null, facts, limits)), cancellationToken);

    public override Task<ValidationResult> UpdateAsync(V1Alpha1InferenceService oldEntity, V1Alpha1InferenceService newEntity, bool dryRun, CancellationToken cancellationToken) =>
        desk.JudgeAsync(newEntity, "update", (facts, limits) => ServiceAdmission.Decide(Write(newEntity, oldEntity, facts, limits)), cancellationToken);

    private static ServiceWrite Write(V1Alpha1InferenceService entity, V1Alpha1InferenceService? before, ClusterFacts facts, NamespaceLimits limits) => new()
    {
        Key = EntityProjection.KeyOf(entity), Spec = entity.Spec, Before = before?.Spec, Status = before?.Status ?? new(), Facts = facts, Limits = limits,
    };
}
