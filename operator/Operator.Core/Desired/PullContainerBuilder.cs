using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>The containers that run the runtime's <c>pull</c>: before a replica, and in the inspection pod.</summary>
internal static class PullContainerBuilder
{
    private const string TokenKey = "token";

    /// <summary>Fetches the model into the cache, or verifies it where it lies.</summary>
    public static JsonObject Pull(string image, EffectiveModel model, ModelLocation location)
    {
        List<string> args = [RuntimeArguments.Pull, RuntimeArguments.Uri, location.PullUri, RuntimeArguments.To, location.Path];
        if (model.Sha256 is { } sha256) args.AddRange([RuntimeArguments.Sha256, sha256]);
        return Build(Names.PullContainer, image, args, model, PodVolumes.Mounts(location, cache: true, apiKeys: false));
    }

    /// <summary>Reads the header alone.</summary>
    public static JsonObject Inspect(string image, EffectiveModel model, ModelLocation location) => Build(
        Names.InspectContainer,
        image,
        [RuntimeArguments.Pull, RuntimeArguments.Uri, location.PullUri, RuntimeArguments.Inspect],
        model,
        PodVolumes.Mounts(location, cache: false, apiKeys: false));

    private static JsonObject Build(string name, string image, IEnumerable<string> args, EffectiveModel model, JsonArray mounts)
    {
        var container = new JsonObject
        {
            ["name"] = name,
            ["image"] = image,
            ["args"] = Manifest.Texts(args),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" } },
            ["securityContext"] = PodSecurity.Container(),
            // Where the report is: the kubelet keeps it in the container's status.
            ["terminationMessagePolicy"] = "File",
            ["volumeMounts"] = mounts,
        };
        if (model.CredentialsSecret is { } secret) container["env"] = Manifest.List(EnvironmentBuilder.FromSecret(RuntimeArguments.DownloadToken, secret, TokenKey));
        return container;
    }
}
