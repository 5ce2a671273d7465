using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace InferOps.Operator.Reconciliation.Apply;

internal static class Digest
{
    /// <summary>A copy of the manifest that carries the digest of its own content.</summary>
    public static JsonObject Stamp(JsonObject manifest)
    {
        var stamped = (JsonObject)manifest.DeepClone();
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest.ToJsonString())))[..16];
        var metadata = (JsonObject)stamped["metadata"]!;
        if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
        annotations[Difference.DigestAnnotation] = digest;
        return stamped;
    }
}
