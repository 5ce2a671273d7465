using System.Security.Cryptography;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>The metadata that the server alone decides.</summary>
internal static class Identity
{
    /// <summary>No vowels and no look-alikes: a suffix that is never a word.</summary>
    private const string SuffixLetters = "bcdfghjklmnpqrstvwxz2456789";

    private static readonly string[] Kept = ["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink"];

    /// <summary>Fills what a body may leave out, and refuses one that contradicts the path it was sent to.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static void Match(ObjectRequest request, JsonObject content)
    {
        MatchType(request.Type, content);
        var metadata = content.Metadata();
        var ns = metadata.Text("namespace") ?? "";
        if (ns.Length > 0 && ns != request.Namespace)
        {
            throw ApiException.BadRequest(request.Type.Namespaced
                ? $"the namespace of the provided object does not match the namespace sent on the request"
                : $"namespace may not be set on a cluster-scoped object");
        }

        if (request.Type.Namespaced) metadata["namespace"] = request.Namespace;
        if (request.Name.Length == 0) return;
        var name = metadata.Text("name") ?? "";
        if (name.Length > 0 && name != request.Name)
        {
            throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        }

        metadata["name"] = request.Name;
    }

    /// <summary>Makes an object new: name, uid, time of creation, first generation.</summary>
    public static void Stamp(ObjectRequest request, JsonObject content, DateTimeOffset now)
    {
        var metadata = content.Metadata();
        foreach (var name in Kept) metadata.Remove(name);
        metadata.Remove("resourceVersion");
        if (metadata.Text("name") is null or "" && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix[..Math.Min(prefix.Length, 58)] + RandomNumberGenerator.GetString(SuffixLetters, 5);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = ApiTime.Seconds(now);
        if (Generation.Counts(request.Type)) metadata["generation"] = 1;
    }

    /// <summary>Carries over what a client may not change.</summary>
    public static void Keep(JsonObject next, StoredObject current)
    {
        var metadata = next.Metadata();
        var known = current.Copy().Metadata();
        foreach (var name in Kept) metadata.CopyFrom(known, name);
        metadata["resourceVersion"] = current.Revision.ToString();
    }

    private static void MatchType(ResourceType type, JsonObject content)
    {
        var (version, kind) = (content.Text("apiVersion") ?? type.ApiVersion, content.Text("kind") ?? type.Kind);
        if (version != type.ApiVersion || kind != type.Kind)
        {
            throw ApiException.BadRequest(
                $"{kind} in version \"{version}\" cannot be handled as a {type.Kind}: the API version in the data ({version}) does not match the expected API version ({type.ApiVersion})");
        }

        content["apiVersion"] = version;
        content["kind"] = kind;
    }
}
