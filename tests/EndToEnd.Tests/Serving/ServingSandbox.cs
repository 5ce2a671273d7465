using System.Text.Json.Nodes;
using InferOps.Sandbox;
using InferOps.Sandbox.Processes;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>The quickstart, running: shared by the tests of this folder, each of which leaves the service answering.</summary>
public sealed class ServingSandbox : IAsyncLifetime
{
    public SandboxEnvironment Sandbox { get; private set; } = null!;

    public Uri Endpoint { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxEnvironment.StartAsync(new(), TestContext.Current.CancellationToken);
        await Quickstart.ApplyAsync(Sandbox, TestContext.Current.CancellationToken);
        Endpoint = await Quickstart.EndpointAsync(Sandbox, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Sends a request with the real curl: headers and body as they came.</summary>
    internal async Task<string> CurlAsync(string path, JsonObject? body = null)
    {
        IEnumerable<string> post = body is null ? [] : ["-H", "Content-Type: application/json", "-d", body.ToJsonString()];
        var result = await Shell.RunAsync("curl", ["-sS", "-i", "-N", new Uri(Endpoint, path).ToString(), .. post], cancellationToken: TestContext.Current.CancellationToken);
        return result.Checked("curl " + path).Output;
    }

    internal Task<JsonObject> ServiceAsync() => Sandbox.Kubectl.GetAsync("infsvc", Quickstart.Name, cancellationToken: TestContext.Current.CancellationToken);

    internal Task PatchAsync(string patch) =>
        Sandbox.Kubectl.RunAsync(["patch", "infsvc", Quickstart.Name, "--type=merge", "-p", patch], cancellationToken: TestContext.Current.CancellationToken);
}

/// <summary>Classes that share one sandbox.</summary>
[CollectionDefinition(nameof(ServingCollection))]
public sealed class ServingCollection : ICollectionFixture<ServingSandbox>;
