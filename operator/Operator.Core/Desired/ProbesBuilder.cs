using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>
/// <code>
/// startup    may fail for long: a model loads           → not yet started
/// readiness  fails at once: full, draining, unreachable → no new requests
/// liveness   fails for long: nothing answers any more   → restarted
/// </code>
/// </summary>
internal static class ProbesBuilder
{
    private const int StartupPeriodSeconds = 2;
    private static readonly TimeSpan ShortestStartup = TimeSpan.FromMinutes(15);

    public static void AddTo(JsonObject container, EffectiveEngine engine, TimeSpan leadTime)
    {
        var startup = 3 * leadTime > ShortestStartup ? 3 * leadTime : ShortestStartup;
        container["startupProbe"] = Probe(engine.StartupPath, StartupPeriodSeconds, (int)(startup.TotalSeconds / StartupPeriodSeconds));
        container["readinessProbe"] = Probe(engine.ReadinessPath, periodSeconds: 2, failureThreshold: 2);
        container["livenessProbe"] = Probe(engine.LivenessPath, periodSeconds: 10, failureThreshold: 6);
    }

    private static JsonObject Probe(string path, int periodSeconds, int failureThreshold) => new()
    {
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = RuntimeEndpoints.PortName },
        ["periodSeconds"] = periodSeconds,
        ["timeoutSeconds"] = 5,
        ["failureThreshold"] = failureThreshold,
    };
}
