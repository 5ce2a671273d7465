using System.Text.Json.Nodes;
using InferOps.Sandbox;
using InferOps.Sandbox.Processes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Chart;

/// <summary>The real helm on the chart of this repository, without a cluster.</summary>
internal static class Helm
{
    public static string Chart { get; } = Path.Combine(Workspace.Repository, "charts", "inferops");

    public static Task<CommandResult> TryAsync(params IEnumerable<string> arguments) =>
        Shell.RunAsync(Workspace.Tool("helm"), arguments, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>What an installation would send to the API server, as of a version of Kubernetes.</summary>
    public static async Task<IReadOnlyList<JsonObject>> TemplateAsync(string kubernetes, params IEnumerable<string> options) =>
        Yaml.Read((await TryAsync(["template", "inferops", Chart, "--namespace", "inferops-system", "--kube-version", kubernetes, .. options])).Checked("helm template").Output);

    /// <summary>With a file of values beside these tests.</summary>
    public static Task<IReadOnlyList<JsonObject>> TemplateAsync(FileInfo values, string kubernetes = "1.36.0") => TemplateAsync(kubernetes, "--values", values.FullName);

    /// <summary>Kind, namespace and name.</summary>
    public static string IdOf(JsonObject document) => $"{document["kind"]} {document["metadata"]!["namespace"] ?? "-"}/{document["metadata"]!["name"]}";
}
