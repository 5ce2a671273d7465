using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>Which objects of a collection.</summary>
public sealed record ListQuery
{
    public static readonly ListQuery All = new();

    public string? LabelSelector { get; init; }

    public string? FieldSelector { get; init; }

    internal string Text(params ReadOnlySpan<(string Name, string? Value)> more)
    {
        List<string> parts = [];
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("labelSelector", LabelSelector), ("fieldSelector", FieldSelector), .. more])
            if (value is not null) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}

/// <summary>A consistent list: the objects, and the version of the collection to watch from.</summary>
public sealed record ResourceList(IReadOnlyList<JsonObject> Items, string ResourceVersion);

public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Only a newer resource version; the object carries nothing else.</summary>
    Bookmark,
}

public sealed record WatchEvent(WatchEventType Type, JsonObject Object);

/// <summary>The patch formats of the API, by what they are called there.</summary>
public enum PatchFormat
{
    Json,
    Merge,
    Strategic,
    Apply,
}
