using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Claims;

/// <summary>Binds every PersistentVolumeClaim to a volume made for it: the kubelet gives each claim a folder.</summary>
internal sealed class ClaimBinder(ControllerContext context)
{
    public Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("claims");
        context.Informers.For(Resource.PersistentVolumeClaims).Subscribe(change => queue.Enqueue(change.Latest.Key));
        return queue.RunAsync(ReconcileAsync, cancellation);
    }

    private async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken cancellation)
    {
        if (context.Informers.For(Resource.PersistentVolumeClaims).Find(key) is not { } claim || claim.IsDeleting) return null;
        if (claim.Text("status", "phase") == "Bound") return null;
        var volume = claim.Text("spec", "volumeName") is { Length: > 0 } named ? named : $"pvc-{claim.Uid}";
        if (await context.Client.GetAsync(Resource.PersistentVolumes, null, volume, cancellation) is null)
            await context.Client.CreateAsync(Resource.PersistentVolumes, Volume(claim, volume), cancellation);
        var bound = await context.Client.ReviseAsync(Resource.PersistentVolumeClaims, claim, copy => copy.Ensure("spec")["volumeName"] = volume, null, cancellation);
        if (bound is not null) await context.Client.ReviseAsync(Resource.PersistentVolumeClaims, bound, Bind, "status", cancellation);
        return null;
    }

    private static void Bind(JsonObject claim)
    {
        var status = claim.Ensure("status");
        status["phase"] = "Bound";
        foreach (var (field, from) in (ReadOnlySpan<(string, JsonNode?)>)[("accessModes", claim.At("spec", "accessModes")), ("capacity", claim.At("spec", "resources", "requests"))])
            if (from is not null) status[field] = from.DeepClone();
    }

    private static JsonObject Volume(JsonObject claim, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolume",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["capacity"] = claim.At("spec", "resources", "requests")?.DeepClone(),
            ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
            ["persistentVolumeReclaimPolicy"] = "Delete",
            ["storageClassName"] = claim.Text("spec", "storageClassName") ?? "",
            ["hostPath"] = new JsonObject { ["path"] = $"/claims/{claim.Namespace}/{claim.Name}" },
            ["claimRef"] = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["namespace"] = claim.Namespace,
                ["name"] = claim.Name,
                ["uid"] = claim.Uid,
            },
        },
    };
}
