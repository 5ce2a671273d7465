using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>The quickstart running, and every example applied.</summary>
public sealed class KubectlSandbox : IAsyncLifetime
{
    public static string Examples { get; } = Path.Combine(Workspace.Repository, "crds", "examples");

    public static string Engines { get; } = Path.GetDirectoryName(Quickstart.Engine)!;

    public SandboxEnvironment Sandbox { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxEnvironment.StartAsync(new() { Offline = true }, TestContext.Current.CancellationToken);
        await Quickstart.ApplyAsync(Sandbox, TestContext.Current.CancellationToken);
        await Sandbox.Kubectl.RunAsync(["apply", "-f", Engines, "-f", Examples], cancellationToken: TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => Sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>One of <see cref="Clients.Installed"/>.</summary>
    internal Client Client(string program) => new(Sandbox, program);
}

/// <summary>Classes that share one sandbox.</summary>
[CollectionDefinition(nameof(KubectlCollection))]
public sealed class KubectlCollection : ICollectionFixture<KubectlSandbox>;
