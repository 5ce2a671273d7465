using System.Text;
using System.Text.Json.Nodes;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Tests.Live;
using InferOps.Operator.Host.Webhooks;
using InferOps.TestKit;

namespace InferOps.Operator.Host.Tests.Webhooks;

/// <summary>An API server with the product's definitions and a webhook that it calls as its configuration says.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Configurations = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    public const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string Group = "/apis/inferops.dev/v1alpha1";

    private Scene(LiveCluster cluster) => (Cluster, Api) = (cluster, new(cluster.Server));

    public LiveCluster Cluster { get; }

    public ApiCaller Api { get; }

    public static async Task<Scene> StartAsync()
    {
        var scene = new Scene(await LiveCluster.StartAsync());
        foreach (var plural in new[] { "inferenceservices", "computepools", "inferenceengines" })
        {
            var definition = Assert.Single(Yaml.Read(await File.ReadAllTextAsync(Path.Combine(Golden.RepositoryRoot, "crds", $"{plural}.yaml"), LiveCluster.Cancellation)));
            await scene.Api.MustAsync(HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
        }

        return scene;
    }

    public static string PathOf(string kind, string? name = null) => kind switch
    {
        "InferenceService" => $"{Group}/namespaces/default/inferenceservices",
        "ComputePool" => $"{Group}/computepools",
        "InferenceEngine" => $"{Group}/inferenceengines",
        "Node" => "/api/v1/nodes",
        "Namespace" => "/api/v1/namespaces",
        "ResourceQuota" => "/api/v1/namespaces/default/resourcequotas",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    } + (name is null ? "" : $"/{name}");

    /// <summary>Makes what a chart makes: the Service with an endpoint, the empty Secret and the configuration without a bundle.</summary>
    public async Task InstallAsync(int port, string failurePolicy = "Fail")
    {
        await Api.MustAsync(HttpMethod.Post, "/api/v1/namespaces/default/services", Yaml.Read("{metadata: {name: inferops-webhook}, spec: {ports: [{name: webhook, port: 443}]}}")[0]);
        await PointToAsync(port);
        await Api.MustAsync(HttpMethod.Post, Secrets, Yaml.Read("{metadata: {name: inferops-webhook}}")[0]);
        await ConfigureAsync(failurePolicy);
    }

    public async Task ConfigureAsync(string failurePolicy)
    {
        var configuration = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "inferops" }, ["webhooks"] = new JsonArray() };
        foreach (var (plural, kind, operations) in new[]
        {
            ("inferenceservices", "inferenceservice", "[CREATE, UPDATE]"), ("computepools", "computepool", "[CREATE, UPDATE, DELETE]"), ("inferenceengines", "inferenceengine", "[CREATE, UPDATE, DELETE]"),
        })
        {
            configuration["webhooks"]!.AsArray().Add((JsonNode)Yaml.Read($"""
                name: {plural}.inferops.dev
                admissionReviewVersions: [v1]
                sideEffects: None
                failurePolicy: {failurePolicy}
                timeoutSeconds: 10
                clientConfig: {"{"}service: {"{"}name: inferops-webhook, namespace: default, path: /validate/v1alpha1{kind}{"}}"}
                rules:
                - {"{"}apiGroups: [inferops.dev], apiVersions: [v1alpha1], resources: [{plural}], operations: {operations}{"}"}
                """)[0]);
        }

        await Api.MustAsync(HttpMethod.Post, Configurations, configuration);
    }

    public Task PointToAsync(int port) => Api.MustAsync(HttpMethod.Post, "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices", Yaml.Read($"""
        metadata: {"{"}name: webhook-{port}, labels: {"{"}kubernetes.io/service-name: inferops-webhook{"}}"}
        addressType: IPv4
        ports: [{"{"}name: webhook, port: {port}{"}"}]
        endpoints: [{"{"}addresses: [127.0.0.1]{"}"}]
        """)[0]);

    /// <summary>What cert-manager's injector does.</summary>
    public async Task TrustAsync(string authorities)
    {
        var configuration = await Api.MustAsync(HttpMethod.Get, $"{Configurations}/inferops");
        foreach (var webhook in configuration["webhooks"]!.AsArray()) webhook!["clientConfig"]!["caBundle"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities));
        await Api.MustAsync(HttpMethod.Put, $"{Configurations}/inferops", configuration);
    }

    /// <summary>Waits until the configuration trusts someone.</summary>
    public Task TrustedAsync() => LiveCluster.UntilAsync(
        async () => (await BundlesAsync()).All(bundle => bundle.Length > 0), "the configuration has a bundle");

    public async Task<IReadOnlyList<string>> BundlesAsync() =>
        [.. (await Api.MustAsync(HttpMethod.Get, $"{Configurations}/inferops"))["webhooks"]!.AsArray().Select(webhook => Encoding.UTF8.GetString(Convert.FromBase64String((string?)webhook!["clientConfig"]!["caBundle"] ?? "")))];

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Cluster.DisposeAsync();
    }
}
