namespace InferOps.Runtime.Contract;

/// <summary>Ports and paths of a serving replica.</summary>
public static class RuntimeEndpoints
{
    /// <summary>TCP port of the OpenAI-compatible API, health and metrics.</summary>
    public const int Port = 8080;

    /// <summary>Name of that port in pods, Services and PodMonitors.</summary>
    public const string PortName = "http";

    /// <summary>200 while the process can answer at all: the liveness probe.</summary>
    public const string Health = "/healthz";

    /// <summary>200 after warm-up and until the drain begins: the startup and readiness probe.</summary>
    public const string Ready = "/readyz";

    /// <summary>POST: stop being ready and finish what runs; answers when idle. Idempotent. Loopback callers only.</summary>
    public const string Drain = "/drain";

    /// <summary>TCP port of a pod that pulls: <see cref="Pull"/> alone, and only while it pulls.</summary>
    public const int PullPort = 8079;

    /// <summary>How far a pull is, as <see cref="PullProgress"/>.</summary>
    public const string Pull = "/pull";

    /// <summary>Prometheus exposition.</summary>
    public const string Metrics = "/metrics";
}
