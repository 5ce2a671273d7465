using System.Text.Json.Nodes;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>Every example is acted on, and one that cannot run here says why, in words that tell what to do.</summary>
[Collection(nameof(KubectlCollection))]
public sealed class ExamplesTests(KubectlSandbox cluster)
{
    public static TheoryData<string, string, string> Services => new()
    {
        { "reciter", "Ready", "All replicas answer." },
        { "assistant", "DownloadFailed", "given up after 6 attempts" },
        { "chat-70b", "NoPoolFits", "resources.gpuProducts permits NVIDIA-H100-80GB-HBM3" },
        { "contracts", "SecretMissing", "secret \"model-store\" not found" },
        { "embedder", "Unschedulable", "persistentvolumeclaim \"models\" not found" },
        { "night-shift", "DownloadFailed", "given up after 6 attempts" },
        { "private-assistant", "DownloadFailed", "given up after 6 attempts" },
        { "summaries", "DownloadFailed", "given up after 6 attempts" },
    };

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_example_gets_a_status_that_says_what_is(string name, string reason, string words)
    {
        var ready = await Eventually.SeeAsync(() => ReadyAsync("infsvc", name), ready => (string?)ready?["reason"] == reason);
        Assert.Equal(reason == "Ready" ? "True" : "False", (string?)ready!["status"]);
        Assert.Contains(words, (string?)ready["message"], StringComparison.Ordinal);
        Assert.Equal("True", (string?)(await ConditionAsync("infsvc", name, "SpecValid"))!["status"]);
    }

    [Fact]
    public async Task Every_example_is_in_the_table_above_and_every_object_has_conditions()
    {
        var services = await cluster.Sandbox.Kubectl.ListAsync("infsvc", [], TestContext.Current.CancellationToken);
        var examples = Directory.EnumerateFiles(KubectlSandbox.Examples, "*.yaml").SelectMany(file => InferOps.TestKit.Yaml.Read(File.ReadAllText(file)))
            .Where(document => (string?)document["kind"] == "InferenceService").Select(document => (string)document["metadata"]!["name"]!).Order(StringComparer.Ordinal);
        Assert.Equal(examples, Services.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
        Assert.Subset(services.Select(service => (string)service["metadata"]!["name"]!).ToHashSet(), examples.ToHashSet());
        foreach (var kind in (string[])["cpool", "infeng"])
            foreach (var item in await cluster.Sandbox.Kubectl.ListAsync(kind, [], TestContext.Current.CancellationToken))
                await Eventually.SeeAsync(() => ReadyAsync(kind, (string)item["metadata"]!["name"]!), ready => (string?)ready?["status"] == "True");
    }

    private Task<JsonNode?> ReadyAsync(string kind, string name) => ConditionAsync(kind, name, "Ready");

    private async Task<JsonNode?> ConditionAsync(string kind, string name, string type)
    {
        var item = await cluster.Sandbox.Kubectl.GetAsync(kind, name, cancellationToken: TestContext.Current.CancellationToken);
        return (item["status"]?["conditions"] as JsonArray)?.FirstOrDefault(condition => (string?)condition!["type"] == type);
    }
}
