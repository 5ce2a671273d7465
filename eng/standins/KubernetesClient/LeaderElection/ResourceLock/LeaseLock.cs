using k8s.Models;

namespace k8s.LeaderElection.ResourceLock;

/// <summary>Elects on a Lease object.</summary>
public class LeaseLock : MetaObjectLock<V1Lease>
{
    public LeaseLock(IKubernetes client, string @namespace, string name, string identity)
        : base(client, @namespace, name, identity)
    {
    }

    protected override Task<V1Lease> ReadMetaObjectAsync(IKubernetes client, string name, string namespaceParameter, CancellationToken cancellationToken) =>
        client.CoordinationV1.ReadNamespacedLeaseAsync(name, namespaceParameter, cancellationToken: cancellationToken);

    protected override Task<V1Lease> CreateMetaObjectAsync(IKubernetes client, V1Lease obj, string namespaceParameter, CancellationToken cancellationToken) =>
        client.CoordinationV1.CreateNamespacedLeaseAsync(obj, namespaceParameter, cancellationToken: cancellationToken);

    protected override Task<V1Lease> ReplaceMetaObjectAsync(
        IKubernetes client, V1Lease obj, string name, string namespaceParameter, CancellationToken cancellationToken) =>
        client.CoordinationV1.ReplaceNamespacedLeaseAsync(obj, name, namespaceParameter, cancellationToken: cancellationToken);

    protected override LeaderElectionRecord GetLeaderElectionRecord(V1Lease obj)
    {
        // A lease without a spec is one that nobody holds.
        var spec = obj.Spec ?? new V1LeaseSpec();
        return new LeaderElectionRecord
        {
            HolderIdentity = spec.HolderIdentity,
            LeaseDurationSeconds = spec.LeaseDurationSeconds ?? 0,
            AcquireTime = spec.AcquireTime,
            RenewTime = spec.RenewTime,
            LeaderTransitions = spec.LeaseTransitions ?? 0,
        };
    }

    protected override V1Lease SetLeaderElectionRecord(LeaderElectionRecord record, V1Lease metaObj)
    {
        metaObj.ApiVersion = $"{V1Lease.KubeGroup}/{V1Lease.KubeApiVersion}";
        metaObj.Kind = V1Lease.KubeKind;
        metaObj.Spec ??= new V1LeaseSpec();
        metaObj.Spec.HolderIdentity = record.HolderIdentity;
        metaObj.Spec.LeaseDurationSeconds = record.LeaseDurationSeconds;
        metaObj.Spec.AcquireTime = record.AcquireTime;
        metaObj.Spec.RenewTime = record.RenewTime;
        metaObj.Spec.LeaseTransitions = record.LeaderTransitions;
        return metaObj;
    }
}
