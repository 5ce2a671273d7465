namespace InferOps.Operator.Core.Desired;

/// <summary>A PersistentVolumeClaim that holds model files, and where a pod sees it.</summary>
/// <param name="Claim">Its name.</param>
/// <param name="Volume">Name of the pod's volume.</param>
/// <param name="Folder">Where it is mounted.</param>
internal sealed record MountedClaim(string Claim, string Volume, string Folder)
{
    private const string ModelVolume = "model-claim";

    public const string ModelFolder = "/var/lib/inferops/claim";

    /// <summary>The claim of the model itself.</summary>
    public static MountedClaim OfModel(string claim) => new(claim, ModelVolume, ModelFolder);

    /// <summary>The claim of a file beside the model: the same mount when it is the same claim.</summary>
    public static MountedClaim Beside(MountedClaim? model, string claim)
    {
        if (model?.Claim == claim) return model;
        var hash = Names.Hash(claim, 8);
        return new(claim, $"{ModelVolume}-{hash}", $"{ModelFolder}-{hash}");
    }
}
