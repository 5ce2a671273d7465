using System.Text.Json;
using k8s;

namespace KubeOps.Operator.Serialization;

/// <summary>JSON with the options of the Kubernetes client.</summary>
public static class KubernetesJsonSerializer
{
    public static JsonSerializerOptions SerializerOptions => KubernetesJson.Options;
}
