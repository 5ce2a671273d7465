using InferOps.Operator.Host.Entities;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>Asked before a ComputePool is created, changed or deleted.</summary>
[ValidationWebhook(typeof(V1Alpha1ComputePool))]
public sealed class ComputePoolWebhook(AdmissionDesk desk) : ValidationWebhook<V1Alpha1ComputePool>
{
    public override ValidationResult Create(V1Alpha1ComputePool entity, bool dryRun) => desk.Pool(entity, null);

    public override ValidationResult Update(V1Alpha1ComputePool oldEntity, V1Alpha1ComputePool newEntity, bool dryRun) => desk.Pool(newEntity, oldEntity);

    public override ValidationResult Delete(V1Alpha1ComputePool entity, bool dryRun) => desk.PoolDeletion(entity);
}
