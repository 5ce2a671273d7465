using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Kubelet.Nodes;

/// <summary>Registers one simulated node and keeps it alive: a lease every few seconds, the whole status now and then.</summary>
internal sealed class NodeAgent(KubeletServices services, NodeOptions options, (string Address, int Port) server)
{
    private const string LeaseNamespace = "kube-node-lease";

    // Every this many heartbeats the conditions are written too, as the real kubelet does every five minutes.
    private const int StatusEvery = 30;

    public string Name => options.Name;

    public string Address => server.Address;

    public IReadOnlyDictionary<string, decimal> Allocatable { get; } =
        NodeObject.Capacity(options).ToDictionary(entry => entry.Key, entry => Quantity.Parse(entry.Value));

    public async Task RegisterAsync(CancellationToken cancellation)
    {
        var node = await services.Client.GetAsync(Resource.Nodes, null, options.Name, cancellation)
            ?? await services.Client.CreateAsync(Resource.Nodes, NodeObject.Build(options), cancellation);
        node = await services.Client.ReviseAsync(Resource.Nodes, node, Label, null, cancellation);
        if (node is not null) await WriteStatusAsync(node, true, cancellation);
        await RenewLeaseAsync(cancellation);
    }

    /// <summary>Sends heartbeats until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(services.Options.Heartbeat, services.Time);
        for (var beat = 1; ; beat++)
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(cancellation)) return;
                await RenewLeaseAsync(cancellation);
                if (beat % StatusEvery == 0) await RegisterAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (error is KubeApiException or HttpRequestException or IOException)
            {
                services.Log.HeartbeatFailed(options.Name, error.Message);
            }
        }
    }

    /// <summary>Says that the kubelet is gone, so that nobody waits for it.</summary>
    public async Task LeaveAsync(CancellationToken cancellation)
    {
        if (await services.Client.GetAsync(Resource.Nodes, null, options.Name, cancellation) is { } node) await WriteStatusAsync(node, false, cancellation);
    }

    private void Label(JsonObject node)
    {
        foreach (var (key, value) in NodeObject.Build(options).Labels) node.Ensure("metadata", "labels")[key] = value;
    }

    private Task<JsonObject?> WriteStatusAsync(JsonObject node, bool ready, CancellationToken cancellation) => services.Client.ReviseAsync(
        Resource.Nodes, node, copy => NodeObject.WriteStatus(copy, options, server, ready, services.Time.GetUtcNow()), "status", cancellation);

    private async Task RenewLeaseAsync(CancellationToken cancellation)
    {
        if (await services.Client.GetAsync(Resource.Leases, LeaseNamespace, options.Name, cancellation) is { } lease)
        {
            await services.Client.ReviseAsync(Resource.Leases, lease, Renew, null, cancellation);
            return;
        }

        var fresh = new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject { ["name"] = options.Name, ["namespace"] = LeaseNamespace },
        };
        Renew(fresh);
        await services.Client.CreateAsync(Resource.Leases, fresh, cancellation);
    }

    private void Renew(JsonObject lease)
    {
        var spec = lease.Ensure("spec");
        spec["holderIdentity"] = options.Name;
        spec["leaseDurationSeconds"] = 40;
        spec["renewTime"] = KubeTime.Micro(services.Time.GetUtcNow());
    }
}
