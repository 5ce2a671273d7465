namespace InferOps.LocalCluster.Api.Auth;

/// <summary>Who sends a request.</summary>
internal sealed record UserIdentity(string Name, IReadOnlyList<string> Groups)
{
    public const string Authenticated = "system:authenticated";
    public const string Masters = "system:masters";
    public const string AnonymousName = "system:anonymous";

    public static UserIdentity Anonymous { get; } = new(AnonymousName, ["system:unauthenticated"]);

    public string Uid { get; init; } = "";

    public static UserIdentity Of(string name, IEnumerable<string> groups) => new(name, [.. groups.Append(Authenticated).Distinct()]);

    public static UserIdentity ServiceAccount(string ns, string name) =>
        Of($"system:serviceaccount:{ns}:{name}", ["system:serviceaccounts", $"system:serviceaccounts:{ns}"]);
}
