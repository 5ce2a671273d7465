namespace InferOps.LocalCluster.Tests.ApiServer;

/// <summary>Small objects the tests send.</summary>
internal static class Bodies
{
    public const string Pods = "/api/v1/namespaces/default/pods";
    public const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    public const string Widgets = "/apis/example.dev/v1/namespaces/default/widgets";
    public const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    public const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: widgets.example.dev }
        spec:
          group: example.dev
          scope: Namespaced
          names: { plural: widgets, kind: Widget, shortNames: [wd] }
          versions:
          - name: v1
            served: true
            storage: true
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec: { type: object, properties: { size: { type: integer }, replicas: { type: integer, default: 1 } } }
                  status: { type: object, x-kubernetes-preserve-unknown-fields: true }
            subresources:
              status: {}
              scale: { specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector }
            additionalPrinterColumns:
            - { name: Size, type: integer, jsonPath: .spec.size }
            - { name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status' }
        """;

    public const string Widget = """{"apiVersion":"example.dev/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"size":3},"status":{"replicas":9}}""";

    public static string ConfigMap(string name, string labels = "{}") =>
        $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}","labels":{{{labels}}} },"data":{"a":"1"}}""";

    public static string Pod(string name, string node = "") =>
        $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}"},"spec":{"nodeName":"{{{node}}}","containers":[{"name":"c","image":"i"}]}}""";
}
