using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.GarbageCollection;

/// <summary>The two finalizers by which the API server hands a deletion over to the garbage collector.</summary>
internal static class Finalizers
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";

    public static Task<JsonObject?> RemoveAsync(KubeClient client, Member member, string finalizer, CancellationToken cancellation) =>
        client.ReviseAsync(member.Resource, member.Object, copy => Remove(copy, finalizer), null, cancellation);

    private static void Remove(JsonObject obj, string finalizer)
    {
        if (obj.At("metadata", "finalizers") is not JsonArray finalizers) return;
        foreach (var item in finalizers.Where(item => item.Text() == finalizer).ToList()) finalizers.Remove(item);
    }
}
