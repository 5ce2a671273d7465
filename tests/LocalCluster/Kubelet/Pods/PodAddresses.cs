namespace InferOps.LocalCluster.Kubelet.Pods;

/// <summary>Loopback addresses: <c>127.N.0.x</c> for the nodes, <c>127.N.node.x</c> for their pods. An address is reused as late as possible.</summary>
internal sealed class PodAddresses(byte network)
{
    private const int PerNode = 254;
    private readonly HashSet<(int Node, int Pod)> _used = [];
    private readonly Dictionary<int, int> _next = [];
    private readonly Lock _lock = new();

    /// <param name="node">Index of the node, from 0.</param>
    public string OfNode(int node) => $"127.{network}.0.{node + 1}";

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
