using System.Text.Json.Nodes;
using InferOps.Sandbox.Processes;

namespace InferOps.Sandbox;

/// <summary>The real kubectl against one cluster.</summary>
/// <param name="program">Which of the installed ones.</param>
public sealed class Kubectl(string kubeconfig, string program = "kubectl")
{
    private readonly Dictionary<string, string> _environment = new() { ["KUBECONFIG"] = kubeconfig };

    /// <summary>Runs it and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string? input = null, CancellationToken cancellationToken = default)
    {
        var list = arguments.ToList();
        return (await TryAsync(list, input, cancellationToken)).Checked("kubectl " + string.Join(' ', list)).Output;
    }

    /// <summary>Starts one that goes on (<c>get -w</c>, <c>logs -f</c>); what it prints comes to <see cref="ChildProcess.LogPath"/>.</summary>
    public ChildProcess Start(string folder, IEnumerable<string> arguments) =>
        ChildProcess.Start($"{program}-{Guid.NewGuid():N}", folder, [Workspace.Tool(program), .. arguments], _environment);

    /// <summary>Runs it, however it ends.</summary>
    public Task<CommandResult> TryAsync(IEnumerable<string> arguments, string? input = null, CancellationToken cancellationToken = default) =>
        Shell.RunAsync(Workspace.Tool(program), arguments, _environment, input, cancellationToken);

    public Task ApplyAsync(string yaml, CancellationToken cancellationToken = default) => RunAsync(["apply", "-f", "-"], yaml, cancellationToken);

    /// <summary>One object as JSON.</summary>
    public async Task<JsonObject> GetAsync(string kind, string name, string @namespace = "default", CancellationToken cancellationToken = default) =>
        (JsonObject)JsonNode.Parse(await RunAsync(["get", kind, name, "-n", @namespace, "-o", "json"], cancellationToken: cancellationToken))!;

    /// <summary>All objects of a kind as JSON.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string kind, IEnumerable<string> options, CancellationToken cancellationToken = default) =>
        [.. ((JsonArray)JsonNode.Parse(await RunAsync(["get", kind, "-o", "json", .. options], cancellationToken: cancellationToken))!["items"]!).Select(item => (JsonObject)item!)];
}
