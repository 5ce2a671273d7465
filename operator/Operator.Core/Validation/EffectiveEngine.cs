using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Validation;

/// <summary>An InferenceEngine with every default resolved.</summary>
public sealed record EffectiveEngine
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    /// <summary>Null: the image's own entry point.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public required IReadOnlyList<string> Args { get; init; }

    public required IReadOnlyList<EnvironmentVariable> Env { get; init; }

    public required IReadOnlyList<string> ModelFormats { get; init; }

    /// <summary>True: the model is pulled and verified before the engine starts.</summary>
    public required bool PullsModel { get; init; }

    public required int Port { get; init; }

    /// <summary>Paths of the probes. Startup and liveness fall back to readiness: every engine has at least one health path.</summary>
    public required string StartupPath { get; init; }

    public required string ReadinessPath { get; init; }

    public required string LivenessPath { get; init; }

    /// <summary>Empty: runs on whatever a pool offers.</summary>
    public required IReadOnlyList<string> GpuVendors { get; init; }

    public Quantity? SharedMemory { get; init; }

    /// <summary>Null: the engine drains by itself on SIGTERM.</summary>
    public IReadOnlyList<string>? DrainCommand { get; init; }

    public required string MetricsPath { get; init; }

    public required EngineMetricsSpec Metrics { get; init; }

    public static EffectiveEngine Resolve(ObservedEngine engine)
    {
        var spec = engine.Spec;
        var readiness = spec.Probes?.Readiness ?? "/health";
        return new()
        {
            Name = engine.Name,
            Image = spec.Image,
            Command = spec.Command,
            Args = spec.Args,
            Env = spec.Env ?? [],
            ModelFormats = spec.ModelFormats,
            PullsModel = spec.PullsModel ?? true,
            Port = spec.Port ?? RuntimeEndpoints.Port,
            StartupPath = spec.Probes?.Startup ?? readiness,
            ReadinessPath = readiness,
            LivenessPath = spec.Probes?.Liveness ?? readiness,
            GpuVendors = spec.GpuVendors ?? [],
            SharedMemory = spec.SharedMemory,
            DrainCommand = spec.DrainCommand,
            MetricsPath = spec.Metrics.Path ?? RuntimeEndpoints.Metrics,
            Metrics = spec.Metrics,
        };
    }
}
