using System.Text.Json;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Auth;

/// <summary>Everything roles and bindings allow, read from the stored objects.</summary>
internal sealed class RbacPolicy
{
    private const string Suffix = "rbac.authorization.k8s.io";
    private readonly IReadOnlyList<Grant> grants;

    private RbacPolicy(IReadOnlyList<Grant> grants) => this.grants = grants;

    public static SnapshotView<RbacPolicy> Over(ObjectStore store) =>
        new(store, [$"clusterrolebindings.{Suffix}", $"clusterroles.{Suffix}", $"rolebindings.{Suffix}", $"roles.{Suffix}"], Read);

    public bool Allows(UserIdentity user, AccessRequest request) =>
        user.Groups.Contains(UserIdentity.Masters) || RulesFor(user, request.Namespace).Any(rule => rule.Allows(request));

    /// <summary>The rules that hold for a user in a namespace; only cluster-wide ones when it is empty.</summary>
    public IEnumerable<RbacRule> RulesFor(UserIdentity user, string ns) => grants
        .Where(grant => (grant.Namespace.Length == 0 || grant.Namespace == ns) && grant.Subjects.Any(subject => subject.Is(user)))
        .SelectMany(grant => grant.Rules);

    private static RbacPolicy Read(StoreSnapshot snapshot) => new([.. snapshot.Of($"clusterrolebindings.{Suffix}").Values
        .Concat(snapshot.Of($"rolebindings.{Suffix}").Values)
        .Select(binding => new Grant(binding.Key.Namespace, Subjects(binding), RoleRules(snapshot, binding)))]);

    private static IReadOnlyList<Subject> Subjects(StoredObject binding) => [.. binding.Root.Items("subjects").Select(subject => new Subject(
        subject.Text("kind") ?? "", subject.Text("namespace") ?? binding.Key.Namespace, subject.Text("name") ?? ""))];

    private static IReadOnlyList<RbacRule> RoleRules(StoreSnapshot snapshot, StoredObject binding)
    {
        var name = binding.Root.Text("roleRef", "name") ?? "";
        var key = binding.Root.Text("roleRef", "kind") == "ClusterRole"
            ? new ObjectKey($"clusterroles.{Suffix}", "", name)
            : new ObjectKey($"roles.{Suffix}", binding.Key.Namespace, name);
        return snapshot.Find(key) is { } role ? [.. RuleElements(snapshot, role.Root).Select(RbacRule.Read)] : [];
    }

    /// <summary>An aggregated ClusterRole has the rules of every ClusterRole its selectors match, as a real cluster's controller fills in.</summary>
    private static IEnumerable<JsonElement> RuleElements(StoreSnapshot snapshot, JsonElement role)
    {
        var selectors = role.Items("aggregationRule", "clusterRoleSelectors").Select(selector => selector.Map("matchLabels")).ToList();
        if (selectors.Count == 0) return role.Items("rules");
        return snapshot.Of($"clusterroles.{Suffix}").Values
            .Where(candidate => candidate.Root.At("aggregationRule") is null)
            .Where(candidate => selectors.Any(selector => selector.All(label => candidate.Labels.GetValueOrDefault(label.Key) == label.Value)))
            .SelectMany(candidate => candidate.Root.Items("rules"))
            .Concat(role.Items("rules"));
    }

    private sealed record Grant(string Namespace, IReadOnlyList<Subject> Subjects, IReadOnlyList<RbacRule> Rules);

    private sealed record Subject(string Kind, string Namespace, string Name)
    {
        public bool Is(UserIdentity user) => Kind switch
        {
            "User" => user.Name == Name,
            "Group" => user.Groups.Contains(Name),
            "ServiceAccount" => user.Name == $"system:serviceaccount:{Namespace}:{Name}",
            _ => false,
        };
    }
}
