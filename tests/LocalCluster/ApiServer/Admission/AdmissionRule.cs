using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>One rule of a webhook; what it lists matches in any combination.</summary>
internal sealed record AdmissionRule(IReadOnlyList<string> Operations, IReadOnlyList<string> Groups, IReadOnlyList<string> Versions, IReadOnlyList<string> Resources, string Scope)
{
    public static AdmissionRule Read(JsonElement rule) =>
        new(rule.Texts("operations"), rule.Texts("apiGroups"), rule.Texts("apiVersions"), rule.Texts("resources"), rule.Text("scope") ?? "*");

    public bool Matches(AdmissionAct act, ResourceType type) =>
        Has(Operations, act.Operation) && Has(Groups, type.Group) && Has(Versions, type.Version) && MatchesScope(type)
        && Resources.Any(resource => MatchesResource(resource, type.Plural, act.Request.Subresource));

    private bool MatchesScope(ResourceType type) => Scope switch
    {
        "Namespaced" => type.Namespaced,
        "Cluster" => !type.Namespaced,
        _ => true,
    };

    /// <summary><c>*</c> is every resource without its subresources, <c>*/*</c> all of them.</summary>
    private static bool MatchesResource(string rule, string plural, string subresource)
    {
        var parts = rule.Split('/', 2);
        return (parts[0] == "*" || parts[0] == plural) && ((parts.Length == 1 ? "" : parts[1]) is var wanted && (wanted == "*" || wanted == subresource));
    }

    private static bool Has(IReadOnlyList<string> listed, string wanted) => listed.Contains("*") || listed.Contains(wanted);
}
