using System.Net;

namespace InferOps.LocalCluster.Network;

/// <summary>Chooses the endpoint with the fewest connections, the next in turn among equals.</summary>
internal sealed class Balancer
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPEndPoint, int> _open = [];
    private IReadOnlyList<IPEndPoint> _routes = [];
    private int _turn;

    /// <summary>From now on new connections go to these; connections that exist stay.</summary>
    public void Update(IReadOnlyList<IPEndPoint> routes)
    {
        lock (_lock) _routes = routes;
    }

    /// <summary>Takes an endpoint not yet tried; null when there is none left. It is given back with <see cref="Release"/>.</summary>
    public IPEndPoint? Take(IReadOnlySet<IPEndPoint> tried)
    {
        lock (_lock)
        {
            var candidates = _routes.Where(route => !tried.Contains(route)).ToList();
            if (candidates.Count == 0) return null;
            var fewest = candidates.Min(route => _open.GetValueOrDefault(route));
            var equal = candidates.Where(route => _open.GetValueOrDefault(route) == fewest).ToList();
            var chosen = equal[_turn++ % equal.Count];
            _open[chosen] = fewest + 1;
            return chosen;
        }
    }

    public void Release(IPEndPoint endpoint)
    {
        lock (_lock)
            if (--_open[endpoint] == 0) _open.Remove(endpoint);
    }
}
