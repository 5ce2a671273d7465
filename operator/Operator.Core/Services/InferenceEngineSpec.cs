namespace InferOps.Operator.Core.Services;

/// <summary>How to run one engine, and which of its metrics mean what.</summary>
public sealed record InferenceEngineSpec
{
    public string Image { get; init; } = "";

    /// <summary>Overrides the image's entry point.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>
    /// Argument template, one argument an entry. Placeholders: <c>{modelPath} {modelUri} {modelRepository} {modelRevision}
    /// {servedName} {contextTokens} {totalContextTokens} {parallelSequences} {gpus} {tensorParallel} {pipelineParallel} {port} {drainSeconds} {apiKeysFile} {interTokenMilliseconds}
    /// {draftPath} {adapterName} {adapterPath}</c>.
    /// An entry whose placeholder has no value is left out, with the entry before it when that is an option (<c>--name</c>). An entry with an adapter's
    /// placeholder is repeated for each adapter, with the option before it. <c>{modelRepository}</c> and
    /// <c>{modelRevision}</c> have a value for <c>hf://</c> only.
    /// </summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }

    /// <summary>Model formats it reads: <c>gguf</c>, <c>safetensors</c>.</summary>
    public IReadOnlyList<string> ModelFormats { get; init; } = [];

    /// <summary>True: InferOps pulls and verifies the model before the engine starts. False: the engine fetches <c>{modelUri}</c> itself.</summary>
    public bool? PullsModel { get; init; }

    /// <summary>Default 8080.</summary>
    public int? Port { get; init; }

    public ProbesSpec? Probes { get; init; }

    /// <summary>Domains of the GPU resources that the image runs on, such as <c>nvidia.com</c>. Absent: any.</summary>
    public IReadOnlyList<string>? GpuVendors { get; init; }

    /// <summary>Size limit of <c>/dev/shm</c> in replicas with several GPUs. Absent: what the container runtime gives.</summary>
    public Quantity? SharedMemory { get; init; }

    /// <summary>Run before SIGTERM; returns when nothing runs any more. Takes the placeholders of <see cref="Args"/>. Absent: the engine drains by itself.</summary>
    public IReadOnlyList<string>? DrainCommand { get; init; }

    public EngineMetricsSpec Metrics { get; init; } = new();
}

/// <summary>HTTP paths on the engine's port.</summary>
public sealed record ProbesSpec
{
    public string? Startup { get; init; }

    public string? Readiness { get; init; }

    public string? Liveness { get; init; }
}

/// <summary>Names of the engine's Prometheus series. Absent: the engine does not tell.</summary>
public sealed record EngineMetricsSpec
{
    /// <summary>Default <c>/metrics</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Counter of prompt tokens at arrival, rejected requests included; falls back to <see cref="PromptTokens"/>.</summary>
    public string? ArrivedPromptTokens { get; init; }

    /// <summary>Counter of generation tokens asked for at arrival; falls back to <see cref="GeneratedTokens"/>.</summary>
    public string? ArrivedGeneratedTokens { get; init; }

    public string? PromptTokens { get; init; }

    public string? GeneratedTokens { get; init; }

    /// <summary>Gauge of requests being evaluated.</summary>
    public string? Running { get; init; }

    /// <summary>Gauge of requests waiting.</summary>
    public string? Waiting { get; init; }

    /// <summary>Gauge of KV use, 0 to 1.</summary>
    public string? KvUse { get; init; }

    /// <summary>Histogram base name, seconds.</summary>
    public string? TimeToFirstToken { get; init; }
}
