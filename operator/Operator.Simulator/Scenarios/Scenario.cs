using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Serving;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Simulator.Scenarios;

/// <summary>What is simulated: services, pools, engines, as users write them.</summary>
public sealed record Scenario
{
    /// <summary>Of one replica, by failures of its own: once in two hundred hours.</summary>
    private const double FailuresPerHour = 1 / 200.0;

    private static readonly ReplicaSpeed AssumedSpeed = new(4000, 600, 16);

    public required IReadOnlyList<ObservedService> Services { get; init; }

    public required IReadOnlyList<ObservedPool> Pools { get; init; }

    public required IReadOnlyList<ObservedEngine> Engines { get; init; }

    /// <summary>The model that an inspection finds: there is no file to read.</summary>
    internal static ModelFacts AssumedModel { get; } = new()
    {
        Format = "gguf", Architecture = "llama", Quantization = "Q4_K", WeightBytes = 5L << 30, FileBytes = 5L << 30, ContextLength = 8192, KvBytesPerToken = 128 << 10,
    };

    internal IReadOnlyList<EffectivePool> EffectivePools { get; private init; } = [];

    /// <exception cref="FormatException">A service or pool is not valid.</exception>
    internal Scenario Checked()
    {
        foreach (var service in Services) Check($"InferenceService {service.Key}", InferenceServiceValidator.Validate(service.Spec));
        foreach (var pool in Pools) Check($"ComputePool {pool.Name}", ComputePoolValidator.Validate(pool.Spec));
        return this with { EffectivePools = [.. Pools.Select(EffectivePool.Resolve)] };
    }

    /// <summary>Without the services that a trace does not mention.</summary>
    /// <exception cref="FormatException">The trace mentions a service that there is not.</exception>
    internal Scenario Only(IReadOnlyList<string> services)
    {
        var missing = services.Except(Services.Select(service => service.Key.Name)).FirstOrDefault();
        if (missing is not null) throw new FormatException($"the trace asks for the service '{missing}', which is not in the files given with -f");
        return this with { Services = [.. Services.Where(service => services.Contains(service.Key.Name))] };
    }

    internal EffectiveSpec Spec(ObjectKey key) => EffectiveSpec.Resolve(key.Name, Services.First(service => service.Key == key).Spec);

    internal ServedService Served(ObjectKey key)
    {
        var spec = Spec(key);
        var speed = new ReplicaSpeed(
            spec.Scaling.PromptTokensPerSecond ?? AssumedSpeed.PromptTokensPerSecond,
            spec.Scaling.GeneratedTokensPerSecond ?? AssumedSpeed.GeneratedTokensPerSecond,
            spec.Engine.ParallelSequences);
        return new(key, speed, Footprint.Of(spec, AssumedModel).Gpus, spec.Rollout.DrainTimeout.TotalSeconds, FailuresPerHour);
    }

    private static void Check(string what, IReadOnlyList<Violation> violations)
    {
        if (violations.Count > 0) throw new FormatException($"{what}: {string.Join("; ", violations.Select(violation => $"{violation.Field}: {violation.Message}"))}");
    }
}
