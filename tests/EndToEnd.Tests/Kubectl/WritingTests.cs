using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>Changing things, the ways people do, with every kubectl.</summary>
[Collection(nameof(KubectlCollection))]
public sealed class WritingTests(KubectlSandbox cluster)
{
    public static TheoryData<string> Installed => [.. Clients.Installed];

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Apply_takes_every_example_and_changes_nothing_the_second_time(string client)
    {
        var kubectl = cluster.Client(client);
        await kubectl.RunAsync("apply", "-f", KubectlSandbox.Engines, "-f", KubectlSandbox.Examples);
        var lines = (await kubectl.RunAsync("apply", "-f", KubectlSandbox.Engines, "-f", KubectlSandbox.Examples)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length >= 18, $"{lines.Length} objects");
        // Old clients send a Secret's stringData again and again; the data stays what it is.
        Assert.All(lines.Where(line => !line.StartsWith("secret/", StringComparison.Ordinal)), line => Assert.EndsWith(" unchanged", line));
    }

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Server_side_apply_takes_the_quickstart(string client)
    {
        var output = await cluster.Client(client).RunAsync("apply", "--server-side", "-f", Quickstart.File);
        Assert.Contains("inferenceservice.inferops.dev/reciter serverside-applied", output);
    }

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Diff_shows_what_would_change_and_nothing_else(string client)
    {
        var kubectl = cluster.Client(client);
        var yaml = await File.ReadAllTextAsync(Quickstart.File, TestContext.Current.CancellationToken);
        var same = await kubectl.TryAsync("diff", "-f", Quickstart.File);
        Assert.Equal((0, ""), (same.ExitCode, same.Output));
        var other = await kubectl.DiffAsync(yaml.Replace("maxReplicas: 8", "maxReplicas: 7", StringComparison.Ordinal));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("-    maxReplicas: 8\n+    maxReplicas: 7\n", other.Output);
    }

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Edit_saves_what_the_editor_wrote(string client)
    {
        var kubectl = cluster.Client(client);
        await kubectl.ApplyAsync(Embedder("edited"));
        Assert.Contains("inferenceservice.inferops.dev/edited edited", await kubectl.EditAsync("infsvc", "edited", "replicas: 1", "replicas: 4"));
        Assert.Equal("4", await kubectl.RunAsync("get", "infsvc", "edited", "-o", "jsonpath={.spec.scaling.replicas}"));
        await kubectl.RunAsync("delete", "infsvc", "edited");
    }

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Scale_sets_the_replicas_of_a_service_that_is_not_scaled_by_demand(string client)
    {
        var kubectl = cluster.Client(client);
        await kubectl.ApplyAsync(Embedder("scaled"));
        Assert.Contains("scaled", await kubectl.RunAsync("scale", "infsvc", "scaled", "--replicas=3"));
        Assert.Equal("3", await kubectl.RunAsync("get", "infsvc", "scaled", "-o", "jsonpath={.spec.scaling.replicas}"));
        await kubectl.RunAsync("delete", "infsvc", "scaled");

        var refused = await kubectl.TryAsync("scale", "infsvc", "reciter", "--replicas=3");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("set scaling.mode: Off to fix the number of replicas", refused.Error);
    }

    [Theory]
    [MemberData(nameof(Installed))]
    public async Task Delete_waits_and_leaves_nothing(string client)
    {
        var kubectl = cluster.Client(client);
        await kubectl.ApplyAsync(Embedder("deleted"));
        await Eventually.SeeAsync(() => kubectl.RunAsync("get", "service,serviceaccount,pod", "-l", "app.kubernetes.io/instance=deleted", "-o", "name"), names => names.Contains("service/deleted") && names.Contains("pod/"));
        Assert.Contains("\"deleted\" deleted", await kubectl.RunAsync("delete", "infsvc", "deleted", "--wait", "--timeout=60s"));
        Assert.Contains("not found", (await kubectl.TryAsync("get", "infsvc", "deleted")).Error);
        await Eventually.SeeAsync(
            () => kubectl.RunAsync("get", "deployment,service,serviceaccount,pdb,networkpolicy,pod", "-l", "app.kubernetes.io/instance=deleted", "-o", "name"), names => names.Trim().Length == 0);
    }

    /// <summary>A service that asks for a number of replicas and never gets them, for its claim does not exist.</summary>
    private static string Embedder(string name) => $$"""
        apiVersion: inferops.dev/v1alpha1
        kind: InferenceService
        metadata: { name: {{name}}, namespace: default }
        spec:
          model: { uri: "pvc://nowhere/model.gguf" }
          scaling: { mode: "Off", replicas: 1 }
        """;
}
