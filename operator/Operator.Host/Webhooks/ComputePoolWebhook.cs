using InferOps.Operator.Core.Admission;
using InferOps.Operator.Host.Entities;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Asked before a ComputePool is created, changed or deleted.</summary>
[ValidationWebhook(typeof(V1Alpha1ComputePool))]
public sealed class ComputePoolWebhook(AdmissionDesk desk) : ValidationWebhook<V1Alpha1ComputePool>
{
    public override ValidationResult Create(V1Alpha1ComputePool entity, bool dryRun) =>
        desk.Judge(entity, "create", facts => PoolAdmission.Decide(new(entity.Metadata.Name, entity.Spec, null, facts)));

    public override ValidationResult Update(V1Alpha1ComputePool oldEntity, V1Alpha1ComputePool newEntity, bool dryRun) =>
        desk.Judge(newEntity, "update", facts => PoolAdmission.Decide(new(newEntity.Metadata.Name, newEntity.Spec, oldEntity.Spec, facts)));

    public override ValidationResult Delete(V1Alpha1ComputePool entity, bool dryRun) => desk.Judge(entity, "delete", facts => PoolAdmission.DecideDeletion(entity.Metadata.Name, facts));
}
