using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests;

/// <summary>The end of the whole suite: whatever was asked of the operator, the chart's rights were enough. That none is too many, the contract tests hold.</summary>
public sealed class NothingForbidden : IDisposable
{
    public void Dispose() => Assert.True(SandboxEnvironment.Refusals.Count == 0, $"The operator was forbidden: {string.Join(", ", SandboxEnvironment.Refusals)}");
}
