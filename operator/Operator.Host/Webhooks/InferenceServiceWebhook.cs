using InferOps.Operator.Host.Entities;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Asked before an InferenceService is created or changed, never before it is deleted.</summary>
[ValidationWebhook(typeof(V1Alpha1InferenceService))]
public sealed class InferenceServiceWebhook(AdmissionDesk desk) : ValidationWebhook<V1Alpha1InferenceService>
{
    public override Task<ValidationResult> CreateAsync(V1Alpha1InferenceService entity, bool dryRun, CancellationToken cancellationToken) =>
        desk.ServiceAsync(entity, null, cancellationToken);

    public override Task<ValidationResult> UpdateAsync(V1Alpha1InferenceService oldEntity, V1Alpha1InferenceService newEntity, bool dryRun, CancellationToken cancellationToken) =>
        desk.ServiceAsync(newEntity, oldEntity, cancellationToken);
}
