namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>Commands that go on until they are stopped.</summary>
[Collection(nameof(KubectlCollection))]
public sealed class FollowingTests(KubectlSandbox cluster)
{
    public static TheoryData<string> Installed => [.. Clients.Installed];

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Get_watch_prints_a_line_when_the_status_changes(string client)
    {
        var kubectl = cluster.Client(client);
        var output = await kubectl.FollowAsync(
            output => output.Contains("Suspended", StringComparison.Ordinal),
            () => kubectl.RunAsync("patch", "infsvc", "night-shift", "--type=merge", "-p", """{"spec": {"suspend": true}}"""),
            "get", "infsvc", "night-shift", "-w");
        Assert.StartsWith("NAME ", output, StringComparison.Ordinal);
        await kubectl.RunAsync("patch", "infsvc", "night-shift", "--type=merge", "-p", """{"spec": {"suspend": null}}""");
    }

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Logs_follow_a_replica(string client)
    {
        var kubectl = cluster.Client(client);
        var pod = await kubectl.RunAsync("get", "pods", "-l", "inferops.dev/service=reciter,inferops.dev/component=replica", "-o", "jsonpath={.items[0].metadata.name}");
        var output = await kubectl.FollowAsync(output => output.Contains("ready to serve reciter", StringComparison.Ordinal), () => Task.CompletedTask, "logs", "-f", pod);
        Assert.Contains("loading the model", output, StringComparison.Ordinal);
    }
}
