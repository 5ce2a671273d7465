namespace InferOps.LocalCluster.Api;

/// <summary>One served kind in one version: what discovery says about it and how a request path names it.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version within the group, such as <c>v1</c>.</param>
/// <param name="Kind">CamelCase singular, such as <c>Pod</c>.</param>
/// <param name="Plural">Path segment, such as <c>pods</c>.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural, bool Namespaced)
{
    /// <summary>Every verb an ordinary stored type answers, in discovery order.</summary>
    public static readonly IReadOnlyList<string> AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    /// <summary>Lower-case singular name.</summary>
    public string Singular { get; init; } = Kind.ToLowerInvariant();

    /// <summary>Kind of a list of these.</summary>
    public string ListKind { get; init; } = Kind + "List";

    /// <summary>Aliases kubectl accepts, such as <c>po</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Groups of types kubectl accepts, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Names under an object: <c>status</c>, <c>scale</c>, <c>log</c>, ...</summary>
    public IReadOnlyList<string> Subresources { get; init; } = [];

    /// <summary>What may be done with it; review kinds have only <c>create</c>.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = AllVerbs;

    /// <summary>Where <c>scale</c> reads and writes; null when the type has no such subresource.</summary>
    public ScalePaths? Scale { get; init; }

    /// <summary>Whether the type was registered by a CustomResourceDefinition.</summary>
    public bool IsCustom { get; init; }

    /// <summary><c>v1</c> or <c>apps/v1</c>, as objects carry it.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary><c>pods</c> or <c>deployments.apps</c>: one storage per group and plural, whatever the version.</summary>
    public string GroupResource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Where its objects are stored: events are one set of objects under two groups.</summary>
    internal string StorageResource() => Group == "events.k8s.io" && Plural == "events" ? "events" : GroupResource;

    /// <summary>Whether <c>/status</c> is written apart from the rest of the object.</summary>
    public bool HasStatus => Subresources.Contains("status");
}

/// <summary>Paths within an object such as <c>.spec.replicas</c>.</summary>
/// <param name="Spec">Wanted replicas, written by scale.</param>
/// <param name="Status">Observed replicas.</param>
/// <param name="Selector">Label selector of the replicas, as an object or a serialised string; null when not offered.</param>
public sealed record ScalePaths(string Spec, string Status, string? Selector);
