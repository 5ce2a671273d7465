using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.BadInput;

/// <summary>The API with our resource definitions, and nothing that reconciles.</summary>
public sealed class ApiOnlySandbox : IAsyncLifetime
{
    public SandboxEnvironment Environment { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Environment = await SandboxEnvironment.StartAsync(new() { Prometheus = false, Operator = OperatorPlace.Absent, GpuNodes = [] }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Environment?.DisposeAsync() ?? ValueTask.CompletedTask;
}
