namespace InferOps.LocalCluster.Api.Storage;

/// <summary>Which fields a type can be selected by, besides name and namespace.</summary>
internal static class SelectableFields
{
    private static readonly string[] Always = ["metadata.name", "metadata.namespace"];

    private static readonly Dictionary<string, string[]> ByResource = new()
    {
        ["pods"] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP",
            "status.nominatedNodeName",
        ],
        ["events"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        ["nodes"] = ["spec.unschedulable"],
        ["namespaces"] = ["status.phase"],
        ["secrets"] = ["type"],
        ["services"] = ["spec.clusterIP", "spec.type"],
        ["replicasets.apps"] = ["status.replicas"],
        ["jobs.batch"] = ["status.successful"],
    };

    public static IEnumerable<string> Of(ResourceType type) => Always.Concat(ByResource.GetValueOrDefault(type.StorageResource(), []));
}
