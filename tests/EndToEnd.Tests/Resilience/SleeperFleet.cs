using System.Text.Json.Nodes;
using InferOps.Sandbox;
using InferOps.TestKit;

namespace InferOps.EndToEnd.Tests.Resilience;

/// <summary>Services whose replicas only sleep: they cost nothing, and everything around them is real.</summary>
internal static class SleeperFleet
{
    /// <summary>An engine that sleeps; a pool with nodes, one whose nodes come on demand, which here is never, and one whose nodes nobody has.</summary>
    private const string Manifests = """
        apiVersion: inferops.dev/v1alpha1
        kind: InferenceEngine
        metadata: {name: sleeper}
        spec:
          image: ghcr.io/inferops/runtime:0.1.0
          command: [sleep, infinity]
          modelFormats: [gguf]
          pullsModel: false
        ---
        apiVersion: inferops.dev/v1alpha1
        kind: ComputePool
        metadata: {name: metal}
        spec:
          type: OnPremises
          nodeSelector: {inferops.dev/pool-name: metal}
          tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
          gpu: {product: NVIDIA-L40S, memory: 48Gi}
          leadTime: {scale: 24h}
        ---
        apiVersion: inferops.dev/v1alpha1
        kind: ComputePool
        metadata: {name: ondemand}
        spec:
          type: Cloud
          nodeSelector: {inferops.dev/pool-name: ondemand}
          gpu: {product: NVIDIA-L40S, memory: 48Gi}
          capacity: {maxGpus: 1000}
          cost: {gpuHour: "3"}
          leadTime: {scale: 24h}
        ---
        apiVersion: inferops.dev/v1alpha1
        kind: ComputePool
        metadata: {name: nowhere}
        spec:
          type: OnPremises
          nodeSelector: {inferops.dev/pool-name: nowhere}
          gpu: {product: NVIDIA-L40S, memory: 48Gi}
        """;

    public static async Task<SandboxEnvironment> StartAsync()
    {
        var sandbox = await SandboxEnvironment.StartAsync(new() { Prometheus = false, Operator = OperatorPlace.Beside, GpuNodes = [("metal", 32)] }, TestContext.Current.CancellationToken);
        foreach (var manifest in Yaml.Read(Manifests)) await sandbox.CreateAsync(manifest);
        return sandbox;
    }

    /// <summary>A service that is not scaled but told how many replicas to have.</summary>
    public static JsonObject Service(string name, int replicas, string pool = "metal", bool suspend = false) => Yaml.Read($$"""
        apiVersion: inferops.dev/v1alpha1
        kind: InferenceService
        metadata: {name: {{name}}, namespace: default}
        spec:
          model: {uri: "file:///models/none.gguf"}
          engine: {name: sleeper}
          resources: {cpu: 10m, memory: 16Mi, gpuMemory: 1Gi}
          placement: {pools: [{{pool}}]}
          scaling: {mode: "Off", replicas: {{replicas}}}
          rollout: {drainTimeout: 1s}
          suspend: {{(suspend ? "true" : "false")}}
        """).Single();

    /// <summary>A merge patch that changes the number of replicas.</summary>
    public static JsonObject Scaled(int replicas) => new() { ["spec"] = new JsonObject { ["scaling"] = new JsonObject { ["replicas"] = replicas } } };
}
