using System.Net;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Server;

/// <summary>How a replica serves its model.</summary>
public sealed record RuntimeServerOptions
{
    /// <summary>The model name clients ask for.</summary>
    public required string ServedName { get; init; }

    public IPAddress Host { get; init; } = IPAddress.Any;

    /// <summary>TCP port; 0 lets the system choose one.</summary>
    public int Port { get; init; } = RuntimeEndpoints.Port;

    public EngineOptions Engine { get; init; } = new();

    /// <summary>Tokens generated when the caller set no limit, where the context has room for them.</summary>
    public int DefaultMaxTokens { get; init; } = 2048;

    /// <summary>After the stop signal, requests are still accepted until none has come for this long: others learn only with delay that this replica is going.</summary>
    public TimeSpan ListenerGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>After that, what runs may take this long to finish.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A step that takes longer hangs: its requests fail and the replica ends. The first step of all gets five times as long.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// One API key per line, then what it may use: <c>KEY [name=team-a] [rpm=60] [tpm=100000] [concurrent=8] [priority=5]</c>; # begins a comment. Without a file
    /// everybody may ask, without limit.
    /// </summary>
    public string? ApiKeysFile { get; init; }

    /// <summary>
    /// Settings of OpenTelemetry by the names of its environment variables. With <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> among them, every request becomes a span.
    /// </summary>
    public IReadOnlyDictionary<string, string?> OpenTelemetry { get; init; } = new Dictionary<string, string?>();

    public long MaxBodyBytes { get; init; } = 8 << 20;

    /// <summary>Bytes of all bodies together, small ones aside; what exceeds them is refused until others are answered.</summary>
    public long MaxBodiesBytes { get; init; } = 64 << 20;

    /// <summary>A client that reads nothing of its answer for this long is dropped.</summary>
    public TimeSpan SlowClientTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Called with the address once the server listens.</summary>
    public Action<Uri>? Listening { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Exit codes of a serving replica.</summary>
public static class RuntimeExitCodes
{
    /// <summary>Stopped because it was asked to.</summary>
    public const int Stopped = 0;

    /// <summary>The model could not be loaded, the server could not listen, or the API keys could not be read.</summary>
    public const int StartFailed = 1;

    /// <summary>The model could no longer be evaluated.</summary>
    public const int EngineFault = 2;

    /// <summary>An evaluation did not come back within <see cref="RuntimeServerOptions.StepTimeout"/>.</summary>
    public const int EngineStuck = 3;
}
