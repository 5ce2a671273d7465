using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>The containers that run the runtime's <c>pull</c>: before a replica, and in the inspection pod.</summary>
internal sealed class PullContainerBuilder(string image, EffectiveModel model)
{
    /// <summary>Fetches each file into the cache, or verifies it where it lies: the model, then its draft, then its adapters, one after the other.</summary>
    public IEnumerable<JsonObject> Pull(ModelFiles files, ModelCacheSpec? cache)
    {
        yield return Build(Names.PullContainer, Arguments(files.Model, model.Sha256, cache), files.Model, cached: true);
        if (files.Draft is { } draft) yield return Build(Names.PullDraftContainer, Arguments(draft, model.Draft!.Sha256, cache), draft, cached: true);
        for (var index = 0; index < files.Adapters.Count; index++)
        {
            var location = files.Adapters[index].Location;
            yield return Build(Names.PullAdapterContainer(index), [.. Arguments(location, model.Adapters[index].Sha256, cache), RuntimeArguments.IsAdapter], location, cached: true);
        }
    }

    /// <summary>Reads the header alone.</summary>
    public JsonObject Inspect(ModelLocation location) => Build(Names.InspectContainer, [.. Source(location, model.Sha256), RuntimeArguments.Inspect], location, cached: false);

    private static List<string> Arguments(ModelLocation location, string? sha256, ModelCacheSpec? cache)
    {
        List<string> args = [.. Source(location, sha256), RuntimeArguments.To, location.Path, RuntimeArguments.ProgressHost, $"$({EnvironmentBuilder.PodIp})"];
        if (sha256 is not null) args.AddRange([RuntimeArguments.Sha256, sha256.ToLowerInvariant()]);
        // The kubelet frees an emptyDir with its pod; what pods share must be kept from growing, and what is too large be refused with words instead of an eviction.
        if (cache is null || !location.InCache) return args;
        args.AddRange([RuntimeArguments.Cache, ModelLocation.CacheFolder]);
        if (cache.SizeLimit is { } limit) args.AddRange([RuntimeArguments.CacheLimit, limit.ToBytes().ToString(CultureInfo.InvariantCulture)]);
        return args;
    }

    /// <summary>What is verified by its checksum may come the way its address says, which validation has seen to.</summary>
    private static IEnumerable<string> Source(ModelLocation location, string? sha256) =>
    [
        RuntimeArguments.Pull, RuntimeArguments.Uri, location.PullUri, .. sha256 is not null && PullPorts.IsPlainHttp(location.PullUri) ? new[] { RuntimeArguments.AllowPlainHttp } : [],
    ];

    private JsonObject Build(string name, IEnumerable<string> args, ModelLocation location, bool cached)
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
            ["volumeMounts"] = PodVolumes.Mounts([location], cached),
        };
        List<JsonObject> environment = cached ? [EnvironmentBuilder.PodAddress()] : [];
        var credentials = model.CredentialsSecret is { } secret ? PullCredentials.Variables(secret, location.PullUri, model.Uris) : [];
        environment.AddRange(credentials);
        if (environment.Count > 0) container["env"] = Manifest.List([.. environment]);
        return container;
    }
}
