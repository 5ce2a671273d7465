using InferOps.Sandbox;
using InferOps.Sandbox.Processes;

namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>One version of kubectl at work.</summary>
internal sealed class Client(SandboxEnvironment sandbox, string program)
{
    private readonly InferOps.Sandbox.Kubectl _kubectl = new(sandbox.Kubeconfig, program);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>What it prints; it must succeed.</summary>
    public Task<string> RunAsync(params string[] arguments) => _kubectl.RunAsync(arguments, cancellationToken: Cancelled);

    /// <summary><c>apply -f -</c></summary>
    public Task ApplyAsync(string yaml) => _kubectl.ApplyAsync(yaml, Cancelled);

    public Task<CommandResult> TryAsync(params string[] arguments) => _kubectl.TryAsync(arguments, cancellationToken: Cancelled);

    /// <summary><c>diff -f -</c></summary>
    public Task<CommandResult> DiffAsync(string yaml) => _kubectl.TryAsync(["diff", "-f", "-"], yaml, Cancelled);

    /// <summary><c>edit</c>, by somebody who replaces one text by another.</summary>
    public async Task<string> EditAsync(string kind, string name, string from, string to)
    {
        var environment = new Dictionary<string, string> { ["KUBECONFIG"] = sandbox.Kubeconfig, ["KUBE_EDITOR"] = $"sed -i 's/{from}/{to}/'" };
        return (await Shell.RunAsync(Workspace.Tool(program), ["edit", kind, name], environment, cancellationToken: Cancelled)).Checked("kubectl edit").Output;
    }

    /// <summary>Runs a command that does not end by itself until it has printed what is wanted.</summary>
    /// <param name="meanwhile">What to do once it has printed its first line.</param>
    public async Task<string> FollowAsync(Func<string, bool> wanted, Func<Task> meanwhile, params string[] arguments)
    {
        await using var running = _kubectl.Start(sandbox.Folder, arguments);
        await Eventually.SeeAsync(() => ReadAsync(running.LogPath), output => output.Contains('\n', StringComparison.Ordinal));
        await meanwhile();
        return await Eventually.SeeAsync(() => ReadAsync(running.LogPath), wanted);
    }

    private static async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync(Cancelled);
    }
}

/// <summary>The machine's own kubectl and one that is years older.</summary>
internal static class Clients
{
    public static readonly string[] Installed = ["kubectl", "kubectl-1.20"];
}
