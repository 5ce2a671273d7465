using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace InferOps.StandIns.Tests.Kubernetes;

/// <summary>A custom resource for tests.</summary>
[KubernetesEntity(Group = "tests.inferops.dev", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed class Widget : CustomKubernetesEntity<Widget.WidgetSpec, Widget.WidgetStatus>
{
    public const string Collection = "/apis/tests.inferops.dev/v1/namespaces/default/widgets";

    public static Widget Named(string name, string? uid = null, long generation = 1) => new()
    {
        ApiVersion = "tests.inferops.dev/v1",
        Kind = "Widget",
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Uid = uid ?? name, Generation = generation, ResourceVersion = "1" },
    };

    public JsonObject ToJson() => k8s.KubernetesJson.Deserialize<JsonObject>(k8s.KubernetesJson.Serialize(this));

    public sealed class WidgetSpec
    {
        public int Size { get; set; }
    }

    public sealed class WidgetStatus
    {
        public string? Phase { get; set; }
    }
}
