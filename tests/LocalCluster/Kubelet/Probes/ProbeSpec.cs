using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Kubelet.Probes;

/// <summary>A probe with the API's defaults filled in.</summary>
internal sealed record ProbeSpec(JsonObject Handler, TimeSpan InitialDelay, TimeSpan Period, TimeSpan Timeout, long SuccessThreshold, long FailureThreshold, TimeSpan? Grace)
{
    /// <summary>Null when the container has no such probe.</summary>
    public static ProbeSpec? Read(JsonObject container, string field)
    {
        if (container[field] is not JsonObject probe) return null;
        return new ProbeSpec(
            probe,
            Seconds("initialDelaySeconds", 0), Seconds("periodSeconds", 10), Seconds("timeoutSeconds", 1),
            probe.Whole("successThreshold") ?? 1, probe.Whole("failureThreshold") ?? 3,
            probe.Whole("terminationGracePeriodSeconds") is { } grace ? TimeSpan.FromSeconds(grace) : null);

        // Zero stands for "not given" where the default is not zero itself.
        TimeSpan Seconds(string name, long otherwise) => TimeSpan.FromSeconds(probe.Whole(name) is > 0 and var value ? value : otherwise);
    }
}
