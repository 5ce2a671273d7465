using System.Text.Json.Nodes;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>The containers that run the runtime's <c>pull</c>: before a replica, and in the inspection pod.</summary>
internal static class PullContainerBuilder
{
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
    public static JsonObject Inspect(string image, EffectiveModel model, ModelLocation location)
    {
        var container = Build(Names.InspectContainer, image, [.. Source(location, model.Sha256), RuntimeArguments.Inspect], PodVolumes.Mounts([location], cache: false));
        AddCredentials(container, model, location);
        return container;
    }

    private static JsonObject Pull(string name, string image, EffectiveModel model, IEnumerable<string> args, ModelLocation location)
    {
        var container = Build(name, image, args, PodVolumes.Mounts([location], cache: true));
        AddCredentials(container, model, location);
        return container;
    }

    private static List<string> Arguments(ModelLocation location, string? sha256)
    {
        List<string> args = [.. Source(location, sha256), RuntimeArguments.To, location.Path];
        if (sha256 is not null) args.AddRange([RuntimeArguments.Sha256, sha256.ToLowerInvariant()]);
        return args;
    }

    /// <summary>What is verified by its checksum may come the way its address says, which validation has seen to.</summary>
    private static IEnumerable<string> Source(ModelLocation location, string? sha256) =>
    [
        RuntimeArguments.Pull, RuntimeArguments.Uri, location.PullUri, .. sha256 is not null && PullPorts.IsPlainHttp(location.PullUri) ? new[] { RuntimeArguments.AllowPlainHttp } : [],
    ];

    private static void AddCredentials(JsonObject container, EffectiveModel model, ModelLocation location)
    {
        if (model.CredentialsSecret is not { } secret) return;
        var variables = PullCredentials.Variables(secret, location.PullUri, model.Uris);
        if (variables.Count > 0) container["env"] = Manifest.List([.. variables]);
    }

    private static JsonObject Build(string name, string image, IEnumerable<string> args, JsonArray mounts) => new()
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
}
