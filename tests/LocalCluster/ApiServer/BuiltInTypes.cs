namespace InferOps.LocalCluster.Api;

/// <summary>The table of types served without a CustomResourceDefinition.</summary>
public static class BuiltInTypes
{
    private static readonly ScalePaths ReplicaScale = new(".spec.replicas", ".status.replicas", ".spec.selector");
    private static readonly IReadOnlyList<string> OnlyCreate = ["create"];

    public static IReadOnlyList<ResourceType> All { get; } =
    [
        .. Core(), .. Apps(), .. Batch(), .. Events(), .. Networking(), .. Policy(), .. Cluster(), .. Extension(), .. Access(), .. Reviews(),
    ];

    /// <summary>The type of an apiVersion and kind; null when it is not built in.</summary>
    public static ResourceType? Find(string apiVersion, string kind) => All.FirstOrDefault(type => type.ApiVersion == apiVersion && type.Kind == kind);

    private static IEnumerable<ResourceType> Core() =>
    [
        new("", "v1", "ConfigMap", "configmaps", true) { ShortNames = ["cm"] },
        new("", "v1", "Endpoints", "endpoints", true) { Singular = "endpoints", ShortNames = ["ep"], ListKind = "EndpointsList" },
        new("", "v1", "Event", "events", true) { ShortNames = ["ev"] },
        new("", "v1", "Namespace", "namespaces", false) { ShortNames = ["ns"], Subresources = ["finalize", "status"] },
        new("", "v1", "Node", "nodes", false) { ShortNames = ["no"], Subresources = ["status"] },
        new("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true) { ShortNames = ["pvc"], Subresources = ["status"] },
        new("", "v1", "PersistentVolume", "persistentvolumes", false) { ShortNames = ["pv"], Subresources = ["status"] },
        new("", "v1", "Pod", "pods", true)
        {
            ShortNames = ["po"], Categories = ["all"], Subresources = ["binding", "eviction", "log", "status"],
        },
        new("", "v1", "PodTemplate", "podtemplates", true),
        new("", "v1", "ReplicationController", "replicationcontrollers", true)
        {
            ShortNames = ["rc"], Categories = ["all"], Subresources = ["scale", "status"], Scale = ReplicaScale,
        },
        new("", "v1", "LimitRange", "limitranges", true) { ShortNames = ["limits"] },
        new("", "v1", "ResourceQuota", "resourcequotas", true) { ShortNames = ["quota"], Subresources = ["status"] },
        new("", "v1", "Secret", "secrets", true),
        new("", "v1", "ServiceAccount", "serviceaccounts", true) { ShortNames = ["sa"], Subresources = ["token"] },
        new("", "v1", "Service", "services", true) { ShortNames = ["svc"], Categories = ["all"], Subresources = ["status"] },
    ];

    private static IEnumerable<ResourceType> Apps() =>
    [
        new("apps", "v1", "ControllerRevision", "controllerrevisions", true),
        new("apps", "v1", "DaemonSet", "daemonsets", true) { ShortNames = ["ds"], Categories = ["all"], Subresources = ["status"] },
        new("apps", "v1", "Deployment", "deployments", true)
        {
            ShortNames = ["deploy"], Categories = ["all"], Subresources = ["scale", "status"], Scale = ReplicaScale,
        },
        new("apps", "v1", "ReplicaSet", "replicasets", true)
        {
            ShortNames = ["rs"], Categories = ["all"], Subresources = ["scale", "status"], Scale = ReplicaScale,
        },
        new("apps", "v1", "StatefulSet", "statefulsets", true)
        {
            ShortNames = ["sts"], Categories = ["all"], Subresources = ["scale", "status"], Scale = ReplicaScale,
        },
    ];

    private static IEnumerable<ResourceType> Batch() =>
    [
        new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true)
        {
            ShortNames = ["hpa"], Categories = ["all"], Subresources = ["status"],
        },
        new("batch", "v1", "CronJob", "cronjobs", true) { ShortNames = ["cj"], Categories = ["all"], Subresources = ["status"] },
        new("batch", "v1", "Job", "jobs", true) { Categories = ["all"], Subresources = ["status"] },
    ];

    private static IEnumerable<ResourceType> Events() =>
    [
        new("events.k8s.io", "v1", "Event", "events", true) { ShortNames = ["ev"] },
    ];

    private static IEnumerable<ResourceType> Networking() =>
    [
        new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
        new("networking.k8s.io", "v1", "IngressClass", "ingressclasses", false),
        new("networking.k8s.io", "v1", "Ingress", "ingresses", true) { ShortNames = ["ing"], Subresources = ["status"] },
        new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true) { ShortNames = ["netpol"] },
    ];

    private static IEnumerable<ResourceType> Policy() =>
    [
        new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true) { ShortNames = ["pdb"], Subresources = ["status"] },
    ];

    private static IEnumerable<ResourceType> Cluster() =>
    [
        new("coordination.k8s.io", "v1", "Lease", "leases", true),
        new("node.k8s.io", "v1", "RuntimeClass", "runtimeclasses", false),
        new("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", false) { ShortNames = ["pc"] },
        new("storage.k8s.io", "v1", "StorageClass", "storageclasses", false) { ShortNames = ["sc"] },
    ];

    private static IEnumerable<ResourceType> Extension() =>
    [
        new("admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", false)
        {
            Categories = ["api-extensions"],
        },
        new("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", false)
        {
            Categories = ["api-extensions"],
        },
        new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", false)
        {
            ShortNames = ["crd", "crds"], Categories = ["api-extensions"], Subresources = ["status"],
        },
    ];

    private static IEnumerable<ResourceType> Access() =>
    [
        new("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", false),
        new("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false),
        new("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true),
        new("rbac.authorization.k8s.io", "v1", "Role", "roles", true),
    ];

    private static IEnumerable<ResourceType> Reviews() =>
    [
        new("authentication.k8s.io", "v1", "SelfSubjectReview", "selfsubjectreviews", false) { Verbs = OnlyCreate },
        new("authentication.k8s.io", "v1", "TokenReview", "tokenreviews", false) { Verbs = OnlyCreate },
        new("authorization.k8s.io", "v1", "LocalSubjectAccessReview", "localsubjectaccessreviews", true) { Verbs = OnlyCreate },
        new("authorization.k8s.io", "v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", false) { Verbs = OnlyCreate },
        new("authorization.k8s.io", "v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", false) { Verbs = OnlyCreate },
        new("authorization.k8s.io", "v1", "SubjectAccessReview", "subjectaccessreviews", false) { Verbs = OnlyCreate },
    ];
}
