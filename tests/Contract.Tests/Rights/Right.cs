using System.Text.Json.Nodes;
using InferOps.Sandbox;
using InferOps.Sandbox.Processes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Rights;

/// <summary>One thing that may be done: a verb on a plural name, with its subresource.</summary>
internal sealed record Right(string Verb, string Resource)
{
    public override string ToString() => $"{Verb} {Resource}";

    /// <summary>What the chart gives the operator, as helm renders it.</summary>
    public static async Task<HashSet<Right>> GrantedAsync(CancellationToken cancellationToken)
    {
        var rendered = await Shell.RunAsync(Workspace.Tool("helm"), ["template", "inferops", Path.Combine(Workspace.Repository, "charts", "inferops")], cancellationToken: cancellationToken);
        var roles = Yaml.Read(rendered.Checked("helm template").Output).Where(document => (string?)document["kind"] is "ClusterRole" or "Role");
        return [.. roles.SelectMany(role => role["rules"]!.AsArray()).SelectMany(rule => Of(rule!))];
    }

    private static IEnumerable<Right> Of(JsonNode rule) =>
        from verb in rule["verbs"]!.AsArray()
        from resource in rule["resources"]!.AsArray()
        select new Right(verb!.GetValue<string>(), resource!.GetValue<string>());
}
