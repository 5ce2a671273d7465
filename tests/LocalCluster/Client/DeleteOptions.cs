using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>How an object is deleted. What is absent is left to the server's default.</summary>
public sealed record DeleteOptions
{
    public static readonly DeleteOptions Default = new();

    /// <summary>The object must still be the one with this uid.</summary>
    public string? Uid { get; init; }

    public int? GracePeriodSeconds { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>.</summary>
    public string? Propagation { get; init; }

    internal JsonObject ToJson()
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (Uid is not null) options["preconditions"] = new JsonObject { ["uid"] = Uid };
        if (GracePeriodSeconds is not null) options["gracePeriodSeconds"] = GracePeriodSeconds;
        if (Propagation is not null) options["propagationPolicy"] = Propagation;
        return options;
    }
}
