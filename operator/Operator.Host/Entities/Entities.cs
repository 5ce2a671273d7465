using InferOps.Operator.Core.Services;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace InferOps.Operator.Host.Entities;

/// <summary>The API objects as KubeOps addresses them. What they hold is Operator.Core's.</summary>
[KubernetesEntity(Group = Api.Group, ApiVersion = Api.Version, Kind = KindName, PluralName = Plural)]
public sealed class V1Alpha1InferenceService : CustomKubernetesEntity<InferenceServiceSpec, InferenceServiceStatus>
{
    public const string KindName = "InferenceService";
    public const string Plural = "inferenceservices";
}

[KubernetesEntity(Group = Api.Group, ApiVersion = Api.Version, Kind = KindName, PluralName = Plural)]
public sealed class V1Alpha1ComputePool : CustomKubernetesEntity<ComputePoolSpec, ComputePoolStatus>
{
    public const string KindName = "ComputePool";
    public const string Plural = "computepools";
}

[KubernetesEntity(Group = Api.Group, ApiVersion = Api.Version, Kind = KindName, PluralName = Plural)]
public sealed class V1Alpha1InferenceEngine : CustomKubernetesEntity<InferenceEngineSpec, InferenceEngineStatus>
{
    public const string KindName = "InferenceEngine";
    public const string Plural = "inferenceengines";
}
