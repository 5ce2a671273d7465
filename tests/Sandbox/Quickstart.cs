using System.Text.Json.Nodes;

namespace InferOps.Sandbox;

/// <summary>The service of <c>crds/examples/quickstart.yaml</c>.</summary>
public static class Quickstart
{
    public const string Name = "reciter";

    public static string File { get; } = Path.Combine(Workspace.Repository, "crds", "examples", "quickstart.yaml");

    /// <summary>The engine it runs on, which the chart brings.</summary>
    public static string Engine { get; } = Path.Combine(Workspace.Repository, "charts", "inferops", "engines", "llamasharp.yaml");

    /// <summary>Applies it and waits until it is Ready.</summary>
    public static async Task ApplyAsync(SandboxEnvironment sandbox, CancellationToken cancellationToken)
    {
        await sandbox.Kubectl.RunAsync(["apply", "-f", Engine, "-f", File], cancellationToken: cancellationToken);
        var waited = await sandbox.Kubectl.TryAsync(["wait", "--for=condition=Ready", "infsvc/" + Name, "--timeout=60s"], cancellationToken: cancellationToken);
        if (waited.ExitCode == 0) return;
        var described = await sandbox.Kubectl.TryAsync(["describe", "infsvc,pods"], cancellationToken: cancellationToken);
        throw new InvalidOperationException($"The quickstart did not become Ready: {waited.Error}{described.Output}");
    }

    /// <summary>Where the service answers: its cluster address, which the sandbox serves on loopback.</summary>
    public static async Task<Uri> EndpointAsync(SandboxEnvironment sandbox, CancellationToken cancellationToken)
    {
        var service = await sandbox.Kubectl.GetAsync("service", Name, cancellationToken: cancellationToken);
        var port = (int)((JsonArray)service["spec"]!["ports"]!)[0]!["port"]!;
        return new($"http://{service["spec"]!["clusterIP"]}:{port}");
    }
}
