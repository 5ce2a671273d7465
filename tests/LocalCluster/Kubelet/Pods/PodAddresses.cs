namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>Addresses of nodes and pods within the cluster's loopback network. An address is reused as late as possible.</summary>
internal sealed class PodAddresses(byte network)
{
    private const int PerNode = 254;
    private const int MostNodes = 127;
    private readonly HashSet<(int Node, int Pod)> _used = [];
    private readonly Dictionary<int, int> _next = [];
    private readonly Lock _lock = new();

    /// <param name="node">Index of the node, from 0.</param>
    /// <exception cref="InvalidOperationException">More nodes than the network has room for.</exception>
    public string OfNode(int node) =>
        node < MostNodes ? $"127.{network}.0.{node + 1}" : throw new InvalidOperationException($"A local cluster has at most {MostNodes} nodes.");

    /// <exception cref="InvalidOperationException">All 254 addresses of the node are taken.</exception>
    public string Take(int node)
    {
        lock (_lock)
        {
            var last = _next.GetValueOrDefault(node);
            for (var step = 1; step <= PerNode; step++)
            {
                var pod = (last + step - 1) % PerNode + 1;
                if (!_used.Add((node, pod))) continue;
                _next[node] = pod;
                return $"127.{network}.{node + 1}.{pod}";
            }
        }

        throw new InvalidOperationException($"Node {node} has no pod address left.");
    }

    public void Release(string address)
    {
        var parts = address.Split('.');
        lock (_lock) _used.Remove((int.Parse(parts[2]) - 1, int.Parse(parts[3])));
    }
}
