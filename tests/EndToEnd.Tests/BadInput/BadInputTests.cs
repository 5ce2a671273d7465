using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.BadInput;

/// <summary>Whatever is wrong has a name, says what to do, and ends in a state that rests.</summary>
public sealed class BadInputTests(BadInputSandbox input) : IClassFixture<BadInputSandbox>
{
    private readonly SandboxEnvironment _sandbox = input.Environment;

    public static TheoryData<string> Sentences => [.. BadServices.BySentence.Keys];

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task Says_what_is_wrong_with_a_service_that(string sentence)
    {
        var bad = BadServices.BySentence[sentence];

        var service = await _sandbox.SeeConditionAsync(bad.Name, bad.Condition, "False", bad.Reason);

        var message = service.Condition(bad.Condition)!.Text("message");
        Assert.All(bad.Words, word => Assert.Contains(word, message));
        Assert.Equal(service.Generation, service.Condition(bad.Condition)!.Whole("observedGeneration"));
        Assert.Equal("False", service.Condition("Ready")!.Text("status"));
        Assert.Equal(bad.Stalled ? "True" : "False", service.Condition("Stalled")!.Text("status"));
        var rejected = service.Objects("status", "placement", "rejected").ToDictionary(pool => pool.Text("name")!, pool => pool.Text("reason")!);
        Assert.All(bad.Rejected, pool => Assert.Equal(pool.Value, rejected.GetValueOrDefault(pool.Key)));
    }

    [Fact]
    public async Task Says_that_a_pool_selects_no_node()
    {
        var pool = await Eventually.SeeAsync(() => _sandbox.FindAsync(ClusterReading.Pools, "empty"), pool => pool?.Condition("Ready") is not null);

        Assert.Equal(("False", "NoNodes"), (pool!.Condition("Ready")!.Text("status"), pool!.Condition("Ready")!.Text("reason")));
        Assert.Contains("inferops.dev/pool-name=empty", pool!.Condition("Ready")!.Text("message"));
    }

    [Fact]
    public async Task Recovers_when_the_pool_is_corrected()
    {
        await _sandbox.SeeConditionAsync("corrected-pool", "SpecValid", "False", "UnknownPool");

        await _sandbox.ChangeAsync("corrected-pool", new() { ["spec"] = new JsonObject { ["placement"] = new JsonObject { ["pools"] = new JsonArray("cloud") } } });

        await _sandbox.SeeConditionAsync("corrected-pool", "SpecValid", "True", "Valid");
        await _sandbox.SeeConditionAsync("corrected-pool", "Placed", "True", "Placed");
    }

    [Fact]
    public async Task Recovers_when_the_models_address_is_corrected()
    {
        await _sandbox.SeeConditionAsync("corrected-model", "Placed", "False", "ModelNotFound");

        await _sandbox.ChangeAsync("corrected-model", new() { ["spec"] = new JsonObject { ["model"] = new JsonObject { ["uri"] = "file:///models/reciter.gguf" } } });

        var service = await _sandbox.SeeConditionAsync("corrected-model", "Placed", "True", "Placed");
        Assert.Equal("False", service.Condition("Stalled")!.Text("status"));
    }

    [Fact]
    public async Task Recovers_by_itself_when_the_secret_appears()
    {
        await _sandbox.SeeConditionAsync("corrected-secret", "Placed", "False", "SecretMissing");

        await _sandbox.ChangeAsync("corrected-secret", new() { ["spec"] = new JsonObject { ["model"] = new JsonObject { ["credentialsSecret"] = "token-that-comes" } } });
        await _sandbox.CreateAsync(new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "token-that-comes", ["namespace"] = "default" },
            ["stringData"] = new JsonObject { ["token"] = "example" },
        });

        // The hub is out of reach here: that it is asked at all shows that the token was waited for, and came.
        await _sandbox.SeeConditionAsync("corrected-secret", "Placed", "False", "DownloadFailed");
    }

    [Fact]
    public async Task Nothing_crashes_again_and_again()
    {
        foreach (var bad in BadServices.BySentence.Values) await _sandbox.SeeConditionAsync(bad.Name, bad.Condition, "False", bad.Reason);

        Assert.Equal((input.OperatorProcess, false), (_sandbox.Operator!.Id, _sandbox.Operator.HasExited));
        var pods = await _sandbox.ListAsync(Resource.Pods);
        // A replica whose file has the wrong checksum is tried again with the kubelet's growing pauses, because the file may be put right; nothing else is.
        Assert.All(pods, pod => Assert.InRange(Restarts(pod).Max(), 0, pod.Labels.Values.Contains("gives-another-checksum") ? 6 : 0));
    }

    private static IEnumerable<long> Restarts(JsonObject pod) =>
        pod.Objects("status", "containerStatuses").Concat(pod.Objects("status", "initContainerStatuses")).Select(container => container.Whole("restartCount") ?? 0);
}
