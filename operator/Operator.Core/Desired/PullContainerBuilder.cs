using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>The containers that run the runtime's <c>pull</c>: before a replica, and in the inspection pod.</summary>
internal static class PullContainerBuilder
{
    private const string TokenKey = "token";

    /// <summary>Fetches each file into the cache, or verifies it where it lies: the model, then its draft, then its adapters, one after the other.</summary>
    public static IEnumerable<JsonObject> Pull(string image, EffectiveModel model, ModelFiles files)
    {
        yield return Pull(Names.PullContainer, image, model, Arguments(files.Model, model.Sha256), files.Model);
        if (files.Draft is { } draft) yield return Pull(Names.PullDraftContainer, image, model, Arguments(draft, model.Draft!.Sha256), draft);
        for (var index = 0; index < files.Adapters.Count; index++)
        {
            var location = files.Adapters[index].Location;
            yield return Pull(Names.PullAdapterContainer(index), image, model, [.. Arguments(location, model.Adapters[index].Sha256), RuntimeArguments.IsAdapter], location);
        }
    }

    /// <summary>Reads the header alone.</summary>
    public static JsonObject Inspect(string image, EffectiveModel model, ModelLocation location) => Build(
        Names.InspectContainer,
        image,
        [RuntimeArguments.Pull, RuntimeArguments.Uri, location.PullUri, RuntimeArguments.Inspect],
        model,
        PodVolumes.Mounts([location], cache: false));

    private static List<string> Arguments(ModelLocation location, string? sha256)
    {
        List<string> args = [RuntimeArguments.Pull, RuntimeArguments.Uri, location.PullUri, RuntimeArguments.To, location.Path];
        if (sha256 is not null) args.AddRange([RuntimeArguments.Sha256, sha256.ToLowerInvariant()]);
        return args;
    }

    private static JsonObject Pull(string name, string image, EffectiveModel model, IEnumerable<string> args, ModelLocation location) =>
        Build(name, image, args, model, PodVolumes.Mounts([location], cache: true));

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
