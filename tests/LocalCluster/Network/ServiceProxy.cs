using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using InferOps.LocalCluster.Client;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Network;

/// <summary>
/// kube-proxy for loopback: one TCP forwarder per service address and port, routed by the pods behind the service.
/// </summary>
internal sealed class ServiceProxy(InformerSet informers, ILogger log)
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<IPEndPoint, Forwarder> _forwarders = [];
    private readonly HashSet<IPEndPoint> _refused = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var resource in (Resource[])[Resource.Services, Resource.Pods]) informers.For(resource).Subscribe(_ => _wake.Writer.TryWrite(true));
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(cancellation)) await SyncAsync();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            foreach (var forwarder in _forwarders.Values) await forwarder.DisposeAsync();
        }
    }

    private async Task SyncAsync()
    {
        var routes = Routes();
        foreach (var (address, forwarder) in _forwarders.Where(entry => !routes.ContainsKey(entry.Key)).ToList())
        {
            _forwarders.Remove(address);
            await forwarder.DisposeAsync();
        }

        foreach (var (address, endpoints) in routes)
            if (Forwarder(address) is { } forwarder) forwarder.Balancer.Update(endpoints);
    }

    private Dictionary<IPEndPoint, IReadOnlyList<IPEndPoint>> Routes()
    {
        var pods = informers.For(Resource.Pods).Items.ToLookup(pod => pod.Namespace);
        var routes = new Dictionary<IPEndPoint, IReadOnlyList<IPEndPoint>>();
        foreach (var service in informers.For(Resource.Services).Items)
        {
            // A service without a selector, such as kubernetes itself, has endpoints of its own that need no help.
            if (!IPAddress.TryParse(service.Text("spec", "clusterIP"), out var address) || !IPAddress.IsLoopback(address) || service.Map("spec", "selector").Count == 0) continue;
            var backends = ServiceBackends.Of(service, pods[service.Namespace]);
            foreach (var port in service.Objects("spec", "ports").Where(port => (port.Text("protocol") ?? "TCP") == "TCP" && port.Whole("port") is not null))
                routes[new IPEndPoint(address, (int)port.Whole("port")!.Value)] = ServiceBackends.Routes(port, backends);
        }

        return routes;
    }

    private Forwarder? Forwarder(IPEndPoint address)
    {
        if (_forwarders.TryGetValue(address, out var known)) return known;
        try
        {
            var forwarder = _forwarders[address] = Network.Forwarder.Listen(address);
            _refused.Remove(address);
            return forwarder;
        }
        catch (SocketException error)
        {
            // Said once; tried again at every change.
            if (_refused.Add(address)) log.ServiceAddressRefused(address.ToString(), error.Message);
            return null;
        }
    }
}
