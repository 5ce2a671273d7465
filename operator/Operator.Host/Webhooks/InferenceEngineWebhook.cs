using InferOps.Operator.Core.Admission;
using InferOps.Operator.Host.Entities;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Asked before an InferenceEngine is created, changed or deleted.</summary>
[ValidationWebhook(typeof(V1Alpha1InferenceEngine))]
public sealed class InferenceEngineWebhook(AdmissionDesk desk) : ValidationWebhook<V1Alpha1InferenceEngine>
{
    public override ValidationResult Create(V1Alpha1InferenceEngine entity, bool dryRun) =>
        desk.Judge(entity, "create", facts => EngineAdmission.Decide(new(entity.Metadata.Name, entity.Spec, null, facts)));

    public override ValidationResult Update(V1Alpha1InferenceEngine oldEntity, V1Alpha1InferenceEngine newEntity, bool dryRun) =>
        desk.Judge(newEntity, "update", facts => EngineAdmission.Decide(new(newEntity.Metadata.Name, newEntity.Spec, oldEntity.Spec, facts)));

    public override ValidationResult Delete(V1Alpha1InferenceEngine entity, bool dryRun) => desk.Judge(entity, "delete", facts => EngineAdmission.DecideDeletion(entity.Metadata.Name, facts));
}
