using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

public sealed partial class KubeClient
{
    private const int ReviseAttempts = 8;

    /// <summary>
    /// Reads, changes and replaces an object, again when someone else was quicker. Nothing is written when <paramref name="change"/> changes nothing.
    /// </summary>
    /// <param name="known">What the caller believes the object to be; it is tried first and its uid must still hold.</param>
    /// <param name="change">Changes the copy it is given in place; called again on every attempt.</param>
    /// <param name="subresource"><c>status</c>, or null for the object itself.</param>
    /// <returns>The object as it is now, or null when it is gone or replaced by a namesake.</returns>
    public async Task<JsonObject?> ReviseAsync(
        Resource resource, JsonObject known, Action<JsonObject> change, string? subresource, CancellationToken cancellation)
    {
        var current = known;
        for (var attempt = 1; ; attempt++)
        {
            var revised = current.Copy();
            change(revised);
            if (JsonNode.DeepEquals(revised, current)) return current;
            try
            {
                return await UpdateAsync(resource, revised, subresource, cancellation);
            }
            catch (KubeApiException refusal) when (refusal.IsConflict && attempt < ReviseAttempts)
            {
                if (await GetAsync(resource, known.Namespace, known.Name, cancellation) is not { } fresh || fresh.Uid != known.Uid) return null;
                current = fresh;
            }
            catch (KubeApiException refusal) when (refusal.IsNotFound)
            {
                return null;
            }
        }
    }
}
