using InferOps.Operator.Host.Entities;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Asked before an InferenceEngine is created, changed or deleted.</summary>
[ValidationWebhook(typeof(V1Alpha1InferenceEngine))]
public sealed class InferenceEngineWebhook(AdmissionDesk desk) : ValidationWebhook<V1Alpha1InferenceEngine>
{
    public override ValidationResult Create(V1Alpha1InferenceEngine entity, bool dryRun) => desk.Engine(entity, null);

    public override ValidationResult Update(V1Alpha1InferenceEngine oldEntity, V1Alpha1InferenceEngine newEntity, bool dryRun) => desk.Engine(newEntity, oldEntity);

    public override ValidationResult Delete(V1Alpha1InferenceEngine entity, bool dryRun) => desk.EngineDeletion(entity);
}
