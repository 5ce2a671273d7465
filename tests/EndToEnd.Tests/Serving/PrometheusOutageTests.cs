using System.Diagnostics;
using System.Text.Json.Nodes;
using InferOps.Sandbox;
using InferOps.Sandbox.Load;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>Missing metrics are not zero: without Prometheus nothing is scaled, and the service says so.</summary>
[Collection(nameof(ServingCollection))]
public sealed class PrometheusOutageTests(ServingSandbox serving)
{
    /// <summary>Two scrapes and 15 s, and what a busy machine may add.</summary>
    private static readonly TimeSpan ToNotice = TimeSpan.FromSeconds(2 * 2 + 15) + TimeSpan.FromSeconds(10);

    /// <summary>Much longer than the scale-down window set here: with metrics, the idle service would have shrunk.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Without_Prometheus_replicas_stay_and_with_it_scaling_goes_on_by_itself()
    {
        await serving.PatchAsync("""{"spec": {"scaling": {"scaleDown": {"stabilizationWindow": "4s", "period": "2s"}}}}""");
        await using (var load = new LoadGenerator(serving.Endpoint, Quickstart.Name, TimeProvider.System))
        {
            load.SetRate(2.2);
            await StateAsync(state => state is { Ready: >= 2, Metrics: "True" });
            await serving.Sandbox.Prometheus.KillAsync();
            await LoseMetricsAsync();
            Assert.Empty(load.Failures);
        }

        await serving.Sandbox.Prometheus.RestartAsync(TestContext.Current.CancellationToken);
        await StateAsync(state => state is { Metrics: "True" });
        await StateAsync(state => state is { Desired: 1, Replicas: 1 });
        await serving.PatchAsync("""{"spec": {"scaling": {"scaleDown": {"stabilizationWindow": "30s", "period": "15s"}}}}""");
    }

    private async Task LoseMetricsAsync()
    {
        var outage = Stopwatch.StartNew();
        var last = await LookAsync();
        var lost = await StateAsync(state => state.Metrics == "False", ToNotice);
        Assert.Equal("PrometheusUnavailable", lost.Reason);
        Assert.Contains("the number of replicas is kept", lost.Message, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"MetricsAvailable=False {lost.Reason} after {outage.Elapsed.TotalSeconds:0.0} s: {lost.Message}");
        outage.Restart();
        await StateAsync(state =>
        {
            Assert.Equal((lost.Desired, "False"), (state.Desired, state.Metrics));
            return outage.Elapsed > Hold;
        });
        Assert.InRange(lost.Desired, last.Desired, int.MaxValue);
    }

    private Task<State> StateAsync(Func<State, bool> wanted, TimeSpan? patience = null) => Eventually.SeeAsync(LookAsync, wanted, patience);

    private async Task<State> LookAsync()
    {
        var status = (await serving.ServiceAsync())["status"]!;
        var metrics = ((JsonArray)status["conditions"]!).Single(condition => (string?)condition!["type"] == "MetricsAvailable")!;
        return new(
            (int)status["desiredReplicas"]!, (int)status["replicas"]!, (int)status["readyReplicas"]!,
            (string)metrics["status"]!, (string)metrics["reason"]!, (string)metrics["message"]!);
    }

    private sealed record State(int Desired, int Replicas, int Ready, string Metrics, string Reason, string Message);
}
