namespace InferOps.LocalCluster.Api.Auth;

/// <summary>What a user wants to do: with a resource, or with a path that is no resource.</summary>
internal sealed record AccessRequest(string Verb)
{
    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Set for requests that are about no resource, such as <c>/healthz</c>.</summary>
    public string? Path { get; init; }

    public string ResourcePath => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

    /// <summary>The sentence of the real server's refusal, without its subject.</summary>
    public string Refusal(UserIdentity user)
    {
        if (Path is not null) return $"User \"{user.Name}\" cannot {Verb} path \"{Path}\"";
        var scope = Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace \"{Namespace}\"";
        return $"User \"{user.Name}\" cannot {Verb} resource \"{ResourcePath}\" in API group \"{Group}\" {scope}";
    }
}
