using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Resilience;

/// <summary>One sandbox with the sleeping fleet, for a class of tests.</summary>
public sealed class ResilienceSandbox : IAsyncLifetime
{
    public SandboxEnvironment Environment { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Environment = await SleeperFleet.StartAsync();

    public ValueTask DisposeAsync() => Environment?.DisposeAsync() ?? ValueTask.CompletedTask;
}
