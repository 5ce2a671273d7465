using System.Text.Json.Nodes;
using InferOps.LocalCluster.Kubelet.Containers;
using InferOps.LocalCluster.Kubelet.Pods;
using InferOps.LocalCluster.Kubelet.Probes;

namespace InferOps.LocalCluster.Tests.Kubelet;

public sealed class RestartAndProbeTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void A_crash_loop_waits_longer_each_time_until_a_long_run_forgives()
    {
        TimeSpan? wait = null;
        List<double> waits = [];
        for (var i = 0; i < 8; i++) waits.Add((wait = Wait(wait, TimeSpan.FromSeconds(1))).Value.TotalSeconds);
        Assert.Equal([0, 10, 20, 40, 80, 160, 300, 300], waits);
        Assert.Equal(TimeSpan.Zero, Wait(wait, TimeSpan.FromMinutes(11)));

        static TimeSpan Wait(TimeSpan? last, TimeSpan ran) => RestartRules.Wait(last, ran, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("Always", ContainerRole.Main, 0, true)]
    [InlineData("OnFailure", ContainerRole.Main, 0, false)]
    [InlineData("OnFailure", ContainerRole.Main, 1, true)]
    [InlineData("Never", ContainerRole.Main, 1, false)]
    [InlineData("Always", ContainerRole.Init, 0, false)]
    [InlineData("Always", ContainerRole.Init, 1, true)]
    [InlineData("Never", ContainerRole.Init, 1, false)]
    [InlineData("Never", ContainerRole.Sidecar, 0, true)]
    internal void The_policy_decides_who_runs_again(string policy, ContainerRole role, int exitCode, bool again) =>
        Assert.Equal(again, RestartRules.ShouldRestart(policy, role, exitCode));

    [Fact]
    public void A_probe_needs_as_many_results_in_a_row_as_its_thresholds_say()
    {
        var tally = new ProbeTally(successThreshold: 2, failureThreshold: 3);
        bool[] results = [false, false, true, true, true, false, false, true, false, false, false];
        bool?[] expected = [null, null, null, true, true, null, null, null, null, null, false];
        Assert.Equal(expected, results.Select(tally.Observe));
    }

    [Fact]
    public void A_probe_gets_the_defaults_of_the_API()
    {
        var spec = ProbeSpec.Read(JsonNode.Parse("""{"livenessProbe":{"tcpSocket":{"port":1},"periodSeconds":0}}""")!.AsObject(), "livenessProbe")!;
        Assert.Equal((0, 10, 1, 1, 3), (spec.InitialDelay.TotalSeconds, spec.Period.TotalSeconds, spec.Timeout.TotalSeconds, spec.SuccessThreshold, spec.FailureThreshold));
    }

    public static TheoryData<string, bool, bool, string, string> Phases => new()
    {
        { "waits for its first run", true, false, "waiting", "Pending" },
        { "runs", true, false, "running", "Running" },
        { "is backing off after a crash", true, false, "backoff", "Running" },
        { "is still initializing", false, false, "waiting", "Pending" },
        { "ended well", true, true, "exit0", "Succeeded" },
        { "ended badly", true, true, "exit1", "Failed" },
        { "was never initialized and is over", false, true, "waiting", "Failed" },
    };

    [Theory]
    [MemberData(nameof(Phases))]
    public void The_phase_of_a_pod_that(string sentence, bool initialized, bool finished, string state, string phase)
    {
        var ended = new ContainerState.Terminated(state == "exit1" ? 1 : 0, "", "", Now, Now, "");
        var record = new ContainerRecord("c", "i", ContainerRole.Main);
        record = state switch
        {
            "running" => record with { State = new ContainerState.Running(Now) },
            "backoff" => record with { State = new ContainerState.Waiting("CrashLoopBackOff"), Last = ended, Restarts = 1 },
            "exit0" or "exit1" => record with { State = ended },
            _ => record,
        };
        Assert.True(phase == PodPhase.Of([], new PodObservation("127.0.0.1", "127.0.0.1", Now, initialized, finished, [record])), sentence);
    }
}
