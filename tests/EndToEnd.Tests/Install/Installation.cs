using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Install;

/// <summary>A cluster where a platform team installs, looks, and takes away again, with the tools it has.</summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>The chart as it was before: a deployment and its rights, no definitions and no engines.</summary>
    public static readonly string PreviousChart = Path.Combine(Workspace.Repository, "tests", "EndToEnd.Tests", "Install", "chart-0.1.0");

    private const string Name = "inferops";

    private Installation(SandboxEnvironment sandbox) => Sandbox = sandbox;

    public SandboxEnvironment Sandbox { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Installation> StartAsync(OperatorPlace definitions) =>
        new(await SandboxEnvironment.StartAsync(new() { Prometheus = false, Operator = definitions, GpuNodes = [("onprem", 2)] }, Cancellation));

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    /// <summary>Runs helm on the one release there is.</summary>
    public Task<string> HelmAsync(string verb, params IEnumerable<string> arguments) =>
        Sandbox.Helm.RunAsync([verb, Name, "--namespace", SandboxEnvironment.OperatorNamespace, .. arguments], Cancellation);

    public Task<string> KubectlAsync(params IEnumerable<string> arguments) => Sandbox.Kubectl.RunAsync(arguments, cancellationToken: Cancellation);

    /// <summary>Names of what is there, by kind.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string kinds, params IEnumerable<string> options) =>
        [.. (await KubectlAsync(["get", kinds, "-o", "name", .. options])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>Kind, name and UID of the user's objects and of the replicas: the same afterwards means that nothing was made anew.</summary>
    public async Task<IReadOnlyList<string>> IdentitiesAsync()
    {
        var list = JsonNode.Parse(await KubectlAsync("get", "crd,cpool,infsvc,pods", "-n", "default", "-o", "json"))!;
        return [.. list.Objects("items").Select(item => $"{item.Text("kind")} {item.Name} {item.Uid}").Order(StringComparer.Ordinal)];
    }

    /// <summary>Makes the definition of services one of an earlier release, which lacked a column.</summary>
    public async Task AgeDefinitionAsync()
    {
        await KubectlAsync("patch", "crd", "inferenceservices.inferops.dev", "--type=json", "-p", """[{"op":"remove","path":"/spec/versions/0/additionalPrinterColumns/0"}]""");
        Assert.NotEqual("Model", await FirstColumnAsync());
    }

    public Task<string> FirstColumnAsync() => KubectlAsync("get", "crd", "inferenceservices.inferops.dev", "-o", "jsonpath={.spec.versions[0].additionalPrinterColumns[0].name}");

    /// <summary>The service is Ready by the judgement of an operator that has just come to lead.</summary>
    public async Task SeeReplicasFollowAsync(int replicas)
    {
        await KubectlAsync("patch", "infsvc", Quickstart.Name, "--type=merge", "-p", $$$$"""{"spec":{"scaling":{"mode":"Off","replicas":{{{{replicas}}}}}}}""");
        await Eventually.SeeAsync(
            async () => (await Sandbox.FindAsync(ClusterReading.Services, Quickstart.Name))!.Whole("status", "readyReplicas"), ready => ready == replicas);
    }

    /// <summary>What the operator, its job and its test were refused, and how often.</summary>
    public IReadOnlyList<string> Refusals() =>
        [.. Sandbox.Cluster.ApiServer!.RequestCounts.Snapshot().Where(kind => kind.Key.Code == 403).Select(kind => $"{kind.Value} × {kind.Key.User} {kind.Key.Verb} {kind.Key.Resource}").Order(StringComparer.Ordinal)];
}
