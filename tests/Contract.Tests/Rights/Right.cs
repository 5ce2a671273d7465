using System.Text.Json.Nodes;
using InferOps.Contract.Tests.Chart;

namespace InferOps.Contract.Tests.Rights;

/// <summary>One thing that may be done: a verb on a plural name, with its subresource.</summary>
internal sealed record Right(string Verb, string Resource)
{
    public override string ToString() => $"{Verb} {Resource}";

    /// <summary>What the chart gives the operator's account, by every role that is bound to it.</summary>
    public static async Task<HashSet<Right>> GrantedAsync()
    {
        var rendering = await Helm.TemplateAsync("1.36.0");
        var bound = rendering.Where(binding => (string)binding["kind"]! is "ClusterRoleBinding" or "RoleBinding" && (string)binding["subjects"]![0]!["name"]! == "inferops")
            .Select(binding => $"{binding["roleRef"]!["kind"]} {binding["roleRef"]!["name"]}").ToHashSet();
        var roles = rendering.Where(role => bound.Contains($"{role["kind"]} {role["metadata"]!["name"]}"));
        return [.. roles.SelectMany(role => role["rules"]!.AsArray()).SelectMany(rule => Of(rule!))];
    }

    private static IEnumerable<Right> Of(JsonNode rule) =>
        from verb in rule["verbs"]!.AsArray()
        from resource in rule["resources"]!.AsArray()
        select new Right(verb!.GetValue<string>(), resource!.GetValue<string>());
}
