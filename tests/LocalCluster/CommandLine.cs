using System.CommandLine;
using System.Runtime.InteropServices;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Configuration;
using InferOps.LocalCluster.Kubelet;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster;

/// <summary>The commands: <c>up</c> for a whole cluster, <c>kubelet</c> for nodes that join one.</summary>
internal static class CommandLine
{
    private static readonly Option<FileInfo?> Config = new("--config") { Description = "YAML file with nodes and images" };
    private static readonly Option<LogLevel> Verbosity = new("--log-level") { Description = "Least level that is logged", DefaultValueFactory = _ => LogLevel.Warning };

    public static RootCommand Build() => new("Kubernetes on this machine, without containers.") { Up(), Kubelet() };

    private static Command Up()
    {
        var kubeconfig = new Option<FileInfo>("--kubeconfig") { Description = "Where to write the administrator's kubeconfig", Required = true };
        var port = new Option<int>("--port") { Description = "Port of the API server; 0 takes a free one" };
        var audit = new Option<FileInfo?>("--audit-log") { Description = "File that every API request is appended to" };
        var command = new Command("up", "Runs a whole cluster until SIGINT or SIGTERM, and leaves nothing behind.") { Config, kubeconfig, port, audit, Verbosity };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var logging = Logging(parsed.GetValue(Verbosity));
            var options = new ClusterOptions
            {
                Kubelet = Nodes(parsed.GetValue(Config)),
                ApiServer = new ApiServerOptions { Port = parsed.GetValue(port), AuditLogPath = parsed.GetValue(audit)?.FullName },
                Logging = logging,
            };
            var file = parsed.GetRequiredValue(kubeconfig);
            return await RunAsync(options, cluster => cluster.ApiServer!.WriteKubeconfig(file.FullName, "admin", "system:masters"), file.Delete, cancellation);
        });
        return command;
    }

    private static Command Kubelet()
    {
        var kubeconfig = new Option<FileInfo>("--kubeconfig") { Description = "Kubeconfig of the API server to join", Required = true };
        var command = new Command("kubelet", "Runs the nodes, their pods and the service network against any API server.") { Config, kubeconfig, Verbosity };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var logging = Logging(parsed.GetValue(Verbosity));
            var options = new ClusterOptions
            {
                Kubelet = Nodes(parsed.GetValue(Config)),
                Kubeconfig = parsed.GetRequiredValue(kubeconfig).FullName,
                Controllers = false,
                Logging = logging,
            };
            return await RunAsync(options, _ => { }, () => { }, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(ClusterOptions options, Action<Cluster> ready, Action ended, CancellationToken cancellation)
    {
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using var cancelled = cancellation.Register(() => stop.TrySetResult());
        await using (var cluster = await Cluster.StartAsync(options, cancellation))
        {
            ready(cluster);
            Console.WriteLine($"READY {cluster.Client.Config.Server}");
            await stop.Task;
        }

        ended();
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static KubeletOptions Nodes(FileInfo? config) => config is null ? new ClusterOptions().Kubelet : ClusterFile.Load(config.FullName);

    private static ILoggerFactory Logging(LogLevel least) => LoggerFactory.Create(logging => logging.SetMinimumLevel(least).AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
    }));
}
