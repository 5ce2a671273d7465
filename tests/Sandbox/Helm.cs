using InferOps.Sandbox.Processes;

namespace InferOps.Sandbox;

/// <summary>The real helm against one cluster.</summary>
public sealed class Helm(string kubeconfig)
{
    /// <summary>The chart of this repository.</summary>
    public static string Chart { get; } = Path.Combine(Workspace.Repository, "charts", "inferops");

    private readonly Dictionary<string, string> _environment = new() { ["KUBECONFIG"] = kubeconfig };

    /// <summary>Runs it and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var list = arguments.ToList();
        return (await Shell.RunAsync(Workspace.Tool("helm"), list, _environment, cancellationToken: cancellationToken)).Checked("helm " + string.Join(' ', list)).Output;
    }
}
