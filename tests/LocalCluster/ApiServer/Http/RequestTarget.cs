using InferOps.LocalCluster.Api.Auth;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>What a request's method and path are about, before it is known whether such a type is served.</summary>
internal sealed record RequestTarget(string Verb, string Path)
{
    public bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Subresource { get; init; } = "";

    public AccessRequest Access => IsResource
        ? new AccessRequest(Verb) { Group = Group, Resource = Resource, Subresource = Subresource, Namespace = Namespace, Name = Name }
        : new AccessRequest(Verb) { Path = Path };

    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path without the query.</param>
    /// <param name="watches">Whether the query asks to watch.</param>
    /// <param name="selectedName">The one name a field selector asks for; a list of one object is authorised by its name.</param>
    public static RequestTarget Parse(string method, string path, bool watches, string? selectedName)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["api", var version, .. var rest] when rest.Length > 0 => Resolve(method, path, "", version, rest, watches, selectedName),
            ["apis", var group, var version, .. var rest] when rest.Length > 0 => Resolve(method, path, group, version, rest, watches, selectedName),
            _ => new RequestTarget(method.ToLowerInvariant(), path),
        };
    }

    private static RequestTarget Resolve(string method, string path, string group, string version, string[] segments, bool watches, string? selectedName)
    {
        var ns = "";
        var isNamespaceItself = segments is ["namespaces", _] or ["namespaces", _, "status" or "finalize"];
        if (segments[0] == "namespaces" && segments.Length > 1)
        {
            ns = segments[1];
            if (!isNamespaceItself) segments = segments[2..];
        }

        var name = segments.Length > 1 ? segments[1] : "";
        var verb = VerbOf(method, name.Length > 0, watches);
        return new RequestTarget(verb, path)
        {
            IsResource = true,
            Group = group,
            Version = version,
            Resource = segments[0],
            Namespace = ns,
            Name = name.Length == 0 && verb is "list" or "watch" or "deletecollection" ? selectedName ?? name : name,
            Subresource = segments.Length > 2 ? string.Join('/', segments[2..]) : "",
        };
    }

    private static string VerbOf(string method, bool named, bool watches) => method switch
    {
        "GET" or "HEAD" => named && !watches ? "get" : watches ? "watch" : "list",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => named ? "delete" : "deletecollection",
        _ => method.ToLowerInvariant(),
    };
}
