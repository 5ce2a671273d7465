using InferOps.LocalCluster.Api.CustomResources;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Api.Tables.Columns;

namespace InferOps.LocalCluster.Api.Tables;

/// <summary>Which columns each type has: built in, or by its CustomResourceDefinition.</summary>
internal sealed class ColumnCatalog(ObjectStore store)
{
    private static readonly IReadOnlyList<Column> NameAndAge = [Common.Name, Common.Age];

    private static readonly IReadOnlyList<Column> NameAndTime =
        [Common.Name, new Column("Created At", "date", (element, _) => element.Text("metadata", "creationTimestamp"))];

    private static readonly Dictionary<string, IReadOnlyList<Column>> BuiltIn = new()
    {
        ["pods"] = PodColumns.All,
        ["nodes"] = NodeColumns.All,
        ["events"] = EventColumns.All,
        ["namespaces"] = ConfigurationColumns.NamespaceColumns,
        ["configmaps"] = ConfigurationColumns.ConfigMap,
        ["secrets"] = ConfigurationColumns.Secret,
        ["serviceaccounts"] = ConfigurationColumns.ServiceAccount,
        ["persistentvolumeclaims"] = ConfigurationColumns.Claim,
        ["persistentvolumes"] = ConfigurationColumns.Volume,
        ["services"] = NetworkColumns.Service,
        ["endpoints"] = NetworkColumns.Endpoints,
        ["replicationcontrollers"] = WorkloadColumns.ReplicaSet,
        ["deployments.apps"] = WorkloadColumns.Deployment,
        ["replicasets.apps"] = WorkloadColumns.ReplicaSet,
        ["statefulsets.apps"] = WorkloadColumns.StatefulSet,
        ["daemonsets.apps"] = WorkloadColumns.DaemonSet,
        ["jobs.batch"] = WorkloadColumns.Job,
        ["cronjobs.batch"] = WorkloadColumns.CronJob,
        ["horizontalpodautoscalers.autoscaling"] = WorkloadColumns.HorizontalPodAutoscaler,
        ["poddisruptionbudgets.policy"] = WorkloadColumns.PodDisruptionBudget,
        ["endpointslices.discovery.k8s.io"] = NetworkColumns.EndpointSlice,
        ["networkpolicies.networking.k8s.io"] = NetworkColumns.NetworkPolicy,
        ["ingresses.networking.k8s.io"] = NetworkColumns.Ingress,
        ["leases.coordination.k8s.io"] = ConfigurationColumns.Lease,
        ["storageclasses.storage.k8s.io"] = ConfigurationColumns.StorageClass,
        ["priorityclasses.scheduling.k8s.io"] = ConfigurationColumns.PriorityClass,
        ["rolebindings.rbac.authorization.k8s.io"] = ConfigurationColumns.RoleBinding,
        ["clusterrolebindings.rbac.authorization.k8s.io"] = ConfigurationColumns.RoleBinding,
        ["clusterroles.rbac.authorization.k8s.io"] = NameAndTime,
        ["roles.rbac.authorization.k8s.io"] = NameAndTime,
        ["mutatingwebhookconfigurations.admissionregistration.k8s.io"] = ConfigurationColumns.Webhooks,
        ["validatingwebhookconfigurations.admissionregistration.k8s.io"] = ConfigurationColumns.Webhooks,
        [CrdTypes.Resource] = NameAndTime,
    };

    private readonly SnapshotView<Dictionary<(string Resource, string Version), IReadOnlyList<Column>>> custom = new(store, [CrdTypes.Resource], ReadCustom);

    public IReadOnlyList<Column> Of(ResourceType type) => type.IsCustom
        ? custom.Value.GetValueOrDefault((type.GroupResource, type.Version), NameAndAge)
        : BuiltIn.GetValueOrDefault(type.StorageResource(), NameAndAge);

    private static Dictionary<(string, string), IReadOnlyList<Column>> ReadCustom(StoreSnapshot snapshot) =>
        snapshot.Of(CrdTypes.Resource).Values
            .SelectMany(crd => crd.Root.Items("spec", "versions").Select(version => (Resource: crd.Key.Name, Version: version)))
            .ToDictionary(pair => (pair.Resource, pair.Version.Text("name") ?? ""), pair => CustomColumns.Read(pair.Version));
}
