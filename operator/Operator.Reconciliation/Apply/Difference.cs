using System.Text.Json.Nodes;

namespace InferOps.Operator.Reconciliation.Apply;

/// <summary>What has to be written so that the cluster holds what is desired.</summary>
/// <param name="Apply">Manifests to apply, in the order they were given.</param>
/// <param name="Replace">
/// Pods that were made from another manifest. A pod cannot be changed: it is deleted, and made anew once it is gone. What an admission webhook changed in it
/// (a registry mirror, a sidecar) stays, or pod and webhook would chase each other.
/// </param>
/// <param name="Prune">Objects that are ours and no longer wanted.</param>
public sealed record Difference(IReadOnlyList<JsonObject> Apply, IReadOnlyList<LiveManifest> Replace, IReadOnlyList<LiveManifest> Prune)
{
    /// <summary>Set on every object: a digest of the manifest that was applied last.</summary>
    /// <remarks>
    /// A field that is no longer desired cannot be seen by asking whether the live object contains the desired one; a changed digest shows it. A field that
    /// somebody else changed cannot be seen by the digest; containment shows it. Together they catch both, and an unchanged object is never written.
    /// </remarks>
    public const string DigestAnnotation = "inferops.dev/applied-digest";

    public bool IsEmpty => Apply.Count == 0 && Replace.Count == 0 && Prune.Count == 0;

    /// <summary>Compares desired manifests with the live objects the operator made.</summary>
    public static Difference Between(IReadOnlyList<JsonObject> desired, IReadOnlyList<LiveManifest> live)
    {
        var byKey = live.ToDictionary(manifest => manifest.Key);
        var wanted = new HashSet<ManifestKey>();
        var apply = new List<JsonObject>();
        var replace = new List<LiveManifest>();
        foreach (var manifest in desired)
        {
            var stamped = Digest.Stamp(manifest);
            var key = ManifestKey.Of(stamped);
            wanted.Add(key);
            var existing = byKey.GetValueOrDefault(key);
            if (existing is not null && key.Kind == "Pod")
            {
                if (!existing.Terminating && !SameDigest(existing.Content, stamped)) replace.Add(existing);
            }
            else if (existing is null || !Containment.Contains(existing.Content, stamped))
            {
                apply.Add(stamped);
            }
        }
        return new(apply, replace, [.. live.Where(manifest => !wanted.Contains(manifest.Key) && !manifest.Terminating)]);
    }

    private static bool SameDigest(JsonObject live, JsonObject desired) =>
        (string?)live["metadata"]?["annotations"]?[DigestAnnotation] == (string?)desired["metadata"]!["annotations"]![DigestAnnotation];
}
