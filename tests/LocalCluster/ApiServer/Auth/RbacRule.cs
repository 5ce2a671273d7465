using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Auth;

/// <summary>One rule of a role; everything it lists is allowed in any combination.</summary>
internal sealed record RbacRule(
    IReadOnlyList<string> Verbs,
    IReadOnlyList<string> Groups,
    IReadOnlyList<string> Resources,
    IReadOnlyList<string> ResourceNames,
    IReadOnlyList<string> Paths)
{
    public static RbacRule Read(JsonElement rule) => new(
        rule.Texts("verbs"), rule.Texts("apiGroups"), rule.Texts("resources"), rule.Texts("resourceNames"), rule.Texts("nonResourceURLs"));

    public bool Allows(AccessRequest request)
    {
        if (!Has(Verbs, request.Verb)) return false;
        if (request.Path is not null) return Paths.Any(path => MatchesPath(path, request.Path));
        return Has(Groups, request.Group) && MatchesResource(request) && (ResourceNames.Count == 0 || ResourceNames.Contains(request.Name));
    }

    private bool MatchesResource(AccessRequest request) =>
        Has(Resources, request.ResourcePath) || (request.Subresource.Length > 0 && Resources.Contains($"*/{request.Subresource}"));

    private static bool Has(IReadOnlyList<string> allowed, string wanted) => allowed.Contains("*") || allowed.Contains(wanted);

    private static bool MatchesPath(string pattern, string path) =>
        pattern == path || (pattern.EndsWith('*') && path.StartsWith(pattern[..^1], StringComparison.Ordinal));
}
