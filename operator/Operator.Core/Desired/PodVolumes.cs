using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Desired;

/// <summary>Volumes of a replica and where its containers see them.</summary>
internal static class PodVolumes
{
    private const string Scratch = "tmp";
    private const string Models = "models";
    private const string ApiKeys = "api-keys";
    private const string SharedMemory = "shared-memory";
    private const string SharedMemoryFolder = "/dev/shm";
    private const string ApiKeysFolder = "/etc/inferops/api-keys";

    /// <summary>The only folder that is always writable; engines that expect a home find it there.</summary>
    public const string ScratchFolder = "/tmp";

    /// <summary>One accepted API key a line.</summary>
    public const string ApiKeysFile = ApiKeysFolder + "/keys";

    /// <summary>The processes of a replica with several GPUs exchange data at /dev/shm, of which a container has 64 MiB otherwise.</summary>
    public static bool SharesMemory(EffectiveSpec spec, EffectiveEngine engine) => engine.SharedMemory is not null && spec.Resources.Gpus > 1;

    public static JsonArray Volumes(DesiredInput input, EffectivePool pool, ModelFiles model)
    {
        var (spec, engine) = (input.Spec, input.Engine);
        var files = model.All.Select(file => file with { InCache = file.InCache && engine.PullsModel }).ToList();
        var volumes = Manifest.List(new JsonObject { ["name"] = Scratch, ["emptyDir"] = new JsonObject() });
        if (files.Any(file => file.InCache)) volumes.Add(Cache(pool));
        foreach (var claim in Claims(files)) volumes.Add(ClaimVolume(claim));
        if (SharesMemory(spec, engine))
            volumes.Add(new JsonObject { ["name"] = SharedMemory, ["emptyDir"] = new JsonObject { ["medium"] = "Memory", ["sizeLimit"] = engine.SharedMemory!.Value.Text } });
        if (spec.ApiKeysSecret is { } apiKeysSecret)
        {
            var keys = Manifest.List(new JsonObject { ["key"] = "keys", ["path"] = "keys" });
            volumes.Add(new JsonObject { ["name"] = ApiKeys, ["secret"] = new JsonObject { ["secretName"] = apiKeysSecret, ["items"] = keys } });
        }
        return volumes;
    }

    /// <summary>Volumes of the inspection pod: it keeps nothing.</summary>
    public static JsonArray InspectionVolumes(ModelLocation model)
    {
        var volumes = Manifest.List(new JsonObject { ["name"] = Scratch, ["emptyDir"] = new JsonObject() });
        foreach (var claim in Claims([model])) volumes.Add(ClaimVolume(claim));
        return volumes;
    }

    public static JsonArray Mounts(IReadOnlyList<ModelLocation> files, bool cache, bool apiKeys = false, bool sharedMemory = false)
    {
        var mounts = Manifest.List(Mount(Scratch, ScratchFolder));
        if (cache && files.Any(file => file.InCache)) mounts.Add(Mount(Models, ModelLocation.CacheFolder));
        foreach (var claim in Claims(files)) mounts.Add(Mount(claim.Volume, claim.Folder, readOnly: true));
        if (sharedMemory) mounts.Add(Mount(SharedMemory, SharedMemoryFolder));
        if (apiKeys) mounts.Add(Mount(ApiKeys, ApiKeysFolder, readOnly: true));
        return mounts;
    }

    private static IEnumerable<MountedClaim> Claims(IEnumerable<ModelLocation> files) => files.Select(file => file.Claim).OfType<MountedClaim>().Distinct();

    private static JsonObject ClaimVolume(MountedClaim claim) => new()
    {
        ["name"] = claim.Volume,
        ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim.Claim, ["readOnly"] = true },
    };

    private static JsonObject Cache(EffectivePool pool) => pool.ModelCache switch
    {
        { PersistentVolumeClaim: { } claim } => new() { ["name"] = Models, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } },
        { HostPath: { } path } => new() { ["name"] = Models, ["hostPath"] = new JsonObject { ["path"] = path, ["type"] = "DirectoryOrCreate" } },
        { SizeLimit: { } limit } => new() { ["name"] = Models, ["emptyDir"] = new JsonObject { ["sizeLimit"] = limit.Text } },
        _ => new() { ["name"] = Models, ["emptyDir"] = new JsonObject() },
    };

    private static JsonObject Mount(string name, string path, bool readOnly = false)
    {
        var mount = new JsonObject { ["name"] = name, ["mountPath"] = path };
        if (readOnly) mount["readOnly"] = true;
        return mount;
    }
}
