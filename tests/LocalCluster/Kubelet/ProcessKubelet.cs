using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Launch;
using InferOps.LocalCluster.Kubelet.Logs;
using InferOps.LocalCluster.Kubelet.Nodes;
using InferOps.LocalCluster.Kubelet.Pods;
using InferOps.LocalCluster.Network;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Kubelet;

/// <summary>
/// The kubelet of all simulated nodes: runs the pods bound to them as processes of this machine. It knows the cluster through its API alone.
/// </summary>
internal sealed class ProcessKubelet : IAsyncDisposable
{
    private readonly KubeletServices _services;
    private readonly PodAddresses _addresses;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, (PodAgent Agent, Task Run)> _pods = new();
    private readonly List<Task> _heartbeats = [];
    private readonly List<NodeAgent> _nodes = [];
    private LogServer? _logs;

    private ProcessKubelet(KubeletServices services, LoopbackNetwork network)
    {
        _services = services;
        _addresses = new PodAddresses(network.Octet);
    }

    /// <summary>Registers the nodes, which are Ready when this returns, and starts to run pods.</summary>
    public static async Task<ProcessKubelet> StartAsync(
        KubeletOptions options, LoopbackNetwork network, KubeClient client, InformerSet informers, ILogger log)
    {
        var time = options.Clock;
        var kubelet = new ProcessKubelet(new KubeletServices(options, client, new EventRecorder(client, "kubelet", time, log), time, log), network);
        try
        {
            await kubelet.BeginAsync(informers);
            return kubelet;
        }
        catch
        {
            await kubelet.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_heartbeats);
        foreach (var (agent, _) in _pods.Values) agent.Shutdown(_services.Options.ShutdownGrace);
        await Task.WhenAll(_pods.Values.Select(pod => pod.Run));
        if (_logs is not null) await _logs.DisposeAsync();
        _services.Dispose();
        if (Directory.Exists(_services.Options.Root)) Directory.Delete(_services.Options.Root, recursive: true);
        _stop.Dispose();
    }

    private async Task BeginAsync(InformerSet informers)
    {
        var options = _services.Options;
        Directory.CreateDirectory(options.Root);
        var addresses = options.Nodes.Select((_, index) => _addresses.OfNode(index)).ToList();
        _logs = await LogServer.StartAsync(addresses, _services.Time, Find);
        foreach (var (node, address) in options.Nodes.Zip(addresses)) _nodes.Add(new NodeAgent(_services, node, (address, _logs.Ports[address])));
        await Task.WhenAll(_nodes.Select(node => node.RegisterAsync(_stop.Token)));
        _heartbeats.AddRange(_nodes.Select(node => node.RunAsync(_stop.Token)));
        foreach (var resource in (Resource[])[Resource.ConfigMaps, Resource.Secrets]) informers.For(resource).Subscribe(_ => _services.Configs.Raise());
        informers.For(Resource.Pods).Subscribe(OnPod);
    }

    private PodAgent? Find(string ns, string name) =>
        _pods.Values.Select(pod => pod.Agent).LastOrDefault(agent => agent.Sandbox.Pod.Namespace == ns && agent.Sandbox.Pod.Name == name);

    private void OnPod(Change change)
    {
        if (change.New is null)
        {
            if (_pods.TryGetValue(change.Latest.Uid, out var gone)) gone.Agent.Gone();
            return;
        }

        var pod = change.New;
        if (_pods.TryGetValue(pod.Uid, out var known)) known.Agent.Update(pod);
        else if (!_stop.IsCancellationRequested && NodeOf(pod) is { } node && !PodFacts.IsTerminal(pod)) Begin(pod, node);
    }

    private NodeAgent? NodeOf(JsonObject pod) => pod.Text("spec", "nodeName") is { } name ? _nodes.Find(node => node.Name == name) : null;

    private void Begin(JsonObject pod, NodeAgent node)
    {
        var own = !pod.Flag("spec", "hostNetwork");
        var address = own ? _addresses.Take(_nodes.IndexOf(node)) : node.Address;
        var folder = Path.Combine(_services.Options.Root, "pods", $"{pod.Namespace}_{pod.Name}_{pod.Uid}");
        var agent = new PodAgent(_services, new PodSandbox(pod, address, node.Address, folder, node.Allocatable));
        // Listed before it starts: its end takes it off the list.
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pods[pod.Uid] = (agent, RunAsync());
        listed.SetResult();

        async Task RunAsync()
        {
            try
            {
                await listed.Task;
                await agent.RunAsync();
            }
            catch (Exception error)
            {
                // One broken pod must not take the others' kubelet with it.
                _services.Log.PodFailed(pod.Key, error);
            }
            finally
            {
                _pods.TryRemove(pod.Uid, out _);
                if (own) _addresses.Release(address);
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            }
        }
    }
}
