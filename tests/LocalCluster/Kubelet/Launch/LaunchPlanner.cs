using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Volumes;

namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>Turns a container of a pod into a process of this machine.</summary>
internal sealed class LaunchPlanner(KubeClient client)
{
    private readonly ServiceNames _names = new(client);

    // The rest of the kubelet's own environment is none of the container's business.
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "DOTNET_ROOT", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <exception cref="ConfigException">The container refers to configuration that is missing.</exception>
    public async Task<LaunchPlan> PlanAsync(PodSandbox sandbox, JsonObject container, ImageRule image, CancellationToken cancellation)
    {
        var name = container.Text("name")!;
        var paths = PathsOf(sandbox, container, image);
        var environment = MachineEnvironment(sandbox, paths);
        if (paths.Paths.TryGetValue(AccountVolume.MountPath, out var access))
            environment["KUBECONFIG"] = AccountVolume.WriteKubeconfig(client.Config.Server, access, Path.Combine(sandbox.Home(name), "..", "kubeconfig"));
        foreach (var (key, value) in image.Env) environment[key] = Expansion.Expand(value, environment);
        var resolver = new EnvironmentResolver(new ConfigSources(client, sandbox.Pod.Namespace!), sandbox);
        foreach (var (key, value) in await resolver.ResolveAsync(container, environment, cancellation)) environment[key] = paths.Rewrite(value);
        environment["INFEROPS_TERMINATION_LOG"] = sandbox.TerminationLog(name);

        var own = container.Texts("command").Select(Inside).ToList();
        var args = container.Texts("args").Select(Inside).ToList();
        // An image's own command line is written for this machine already.
        var command = own.Count > 0 ? own : [.. image.Command.Select(Outside)];
        if (args.Count == 0 && own.Count == 0) args = [.. image.Args.Select(Outside)];
        if (command.Count + args.Count == 0) throw new ConfigException($"no command specified for container \"{name}\" and none for its image");
        var directory = container.Text("workingDir") is { Length: > 0 } folder ? paths.Rewrite(folder) : image.WorkingDirectory;
        var plan = new LaunchPlan([.. command, .. args], environment, directory is not null && Directory.Exists(directory) ? directory : sandbox.Home(name));
        return await _names.ResolveAsync(plan, cancellation);

        string Inside(string text) => paths.Rewrite(Expansion.Expand(text, environment));
        string Outside(string text) => Expansion.Expand(text, environment);
    }

    /// <summary>The same process environment with another command: exec probes and hooks.</summary>
    public static LaunchPlan Exec(LaunchPlan plan, PathMap paths, IEnumerable<string> command) => plan with { Command = [.. command.Select(paths.Rewrite)] };

    public static PathMap PathsOf(PodSandbox sandbox, JsonObject container, ImageRule image)
    {
        Dictionary<string, string> paths = [];
        foreach (var mount in container.Objects("volumeMounts"))
        {
            if (!sandbox.Volumes.TryGetValue(mount.Text("name") ?? "", out var folder)) continue;
            var sub = mount.Text("subPath") is { Length: > 0 } path ? Path.Combine(folder, path) : folder;
            paths[mount.Text("mountPath")!.TrimEnd('/')] = sub;
        }

        if (sandbox.Volumes.TryGetValue(AccountVolume.Name, out var account)) paths.TryAdd(AccountVolume.MountPath, account);
        paths[container.Text("terminationMessagePath") ?? "/dev/termination-log"] = sandbox.TerminationLog(container.Text("name")!);
        return new PathMap(paths.Concat(image.Paths));
    }

    private Dictionary<string, string> MachineEnvironment(PodSandbox sandbox, PathMap paths)
    {
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };
        foreach (var name in Inherited)
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) environment[name] = value;
        environment["HOSTNAME"] = sandbox.Pod.Text("spec", "hostname") ?? sandbox.Pod.Name;
        environment["POD_IP"] = sandbox.PodIp;
        environment["KUBERNETES_SERVICE_HOST"] = client.Config.Server.Host;
        environment["KUBERNETES_SERVICE_PORT"] = $"{client.Config.Server.Port}";
        if (paths.Paths.TryGetValue("/tmp", out var scratch)) environment["TMPDIR"] = scratch;
        return environment;
    }
}
