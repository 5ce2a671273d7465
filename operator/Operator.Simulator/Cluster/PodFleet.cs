using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Simulator.Serving;

namespace InferOps.Operator.Simulator.Cluster;

/// <summary>Pods and the nodes they run on: scheduling, cold starts, node start, drain and misfortune, the same for every scaling rule.</summary>
internal sealed class PodFleet(IReadOnlyList<EffectivePool> pools, Func<ObjectKey, ServedService> services, int seed)
{
    /// <summary>A replica on a node that is there already needs this share of the pool's lead time, which includes starting a node.</summary>
    private const double LoadShare = 0.4;

    /// <summary>An empty cloud node is removed after this long.</summary>
    private const double NodeIdleSeconds = 60;

    private readonly List<Pod> _pods = [];
    private readonly List<Node> _nodes = [.. pools.Where(pool => pool.Type != PoolType.Cloud).SelectMany(Fixed)];
    private readonly Random _misfortune = new(seed);
    private readonly Dictionary<string, Random> _starts = pools.ToDictionary(pool => pool.Name, pool => new Random(seed ^ pool.Name.Length));
    private readonly Dictionary<ObjectKey, (double Prompt, double Generated)> _servedByGone = [];
    private int _made;

    public IReadOnlyList<Pod> Pods => _pods;

    public IReadOnlyList<Node> Nodes => _nodes;

    public IReadOnlyList<EffectivePool> Pools => pools;

    /// <summary>Pools that give no new replica a node: what a cloud without stock looks like.</summary>
    public HashSet<string> Stuck { get; } = [];

    /// <summary>Requests whose replica went away before they were complete.</summary>
    public List<Request> Displaced { get; } = [];

    public IEnumerable<Pod> Of(ObjectKey service) => _pods.Where(pod => pod.Service == service);

    /// <summary>Tokens served since the start by replicas of a service, those that are gone included.</summary>
    public (double Prompt, double Generated) Served(ObjectKey service)
    {
        var gone = _servedByGone.GetValueOrDefault(service);
        return (gone.Prompt + Of(service).Sum(pod => pod.Replica.PromptServed), gone.Generated + Of(service).Sum(pod => pod.Replica.GeneratedServed));
    }

    /// <summary>Replicas of <paramref name="service"/> that the pool has room for beyond what runs.</summary>
    public int Room(EffectivePool pool, ObjectKey service) =>
        (Limit(pool) - _pods.Where(pod => pod.Pool == pool.Name).Sum(pod => services(pod.Service).Gpus)) / services(service).Gpus;

    public Pod Create(ObjectKey service, string pool, double now)
    {
        var pod = new Pod(++_made, service, pool, now, new Replica(services(service).Speed));
        _pods.Add(pod);
        Bind(pod, now);
        return pod;
    }

    public void Terminate(Pod pod, double now)
    {
        if (pod.Ready) pod.TerminatingSince ??= now;
        else Remove(pod, now);
    }

    /// <summary>Serves for <paramref name="seconds"/> until <paramref name="now"/>.</summary>
    public void Serve(double seconds, double now)
    {
        foreach (var pod in _pods.Where(pod => pod.Ready)) pod.Replica.Advance(seconds, now);
    }

    /// <summary>The provider takes every node of a pool back at once.</summary>
    public void Interrupt(string pool, double now)
    {
        foreach (var pod in _pods.Where(pod => pod.Pool == pool && pod.Node is not null).ToList()) Remove(pod, now);
        _nodes.RemoveAll(node => node.Pool == pool && PoolOf(pool).Type == PoolType.Cloud);
    }

    /// <summary>Everything that happens to pods and nodes by itself, once a second.</summary>
    public void Tick(double now)
    {
        foreach (var pod in _pods.ToList())
        {
            if (pod.Node is null) Bind(pod, now);
            if (!pod.Ready && pod.ReadyAt <= now) pod.Ready = true;
            if (pod.TerminatingSince is { } since && (pod.Replica.InFlight == 0 || now - since > services(pod.Service).DrainSeconds)) Remove(pod, now);
            else if (Fails(pod)) Remove(pod, now);
        }

        foreach (var node in _nodes.Where(node => node.Used == 0 && PoolOf(node.Pool).Type == PoolType.Cloud && now - (node.EmptySince ?? now) > NodeIdleSeconds).ToList()) _nodes.Remove(node);
    }

    private void Bind(Pod pod, double now)
    {
        if (Stuck.Contains(pod.Pool)) return;
        var pool = PoolOf(pod.Pool);
        var gpus = services(pod.Service).Gpus;
        var node = _nodes.Where(node => node.Pool == pool.Name && node.Gpus - node.Used >= gpus).OrderByDescending(node => node.Used).FirstOrDefault();
        var made = node is null && pool.Type == PoolType.Cloud && _nodes.Where(other => other.Pool == pool.Name).Sum(other => other.Gpus) + PerNode(pool) <= Limit(pool);
        if (made) _nodes.Add(node = new Node(pool.Name, _nodes.Count + _made, PerNode(pool), now));
        if (node is null) return;
        (pod.Node, node.Used, node.EmptySince) = (node, node.Used + gpus, null);
        // The lead time is what nine of ten starts stay within; most are quicker.
        var lead = pool.LeadTime.TotalSeconds * (0.6 + (0.45 * _starts[pool.Name].NextDouble()));
        pod.ReadyAt = now + (made || now - node.CreatedAt < lead ? lead : lead * LoadShare);
    }

    private void Remove(Pod pod, double now)
    {
        Displaced.AddRange(pod.Replica.Abandon());
        var gone = _servedByGone.GetValueOrDefault(pod.Service);
        _servedByGone[pod.Service] = (gone.Prompt + pod.Replica.PromptServed, gone.Generated + pod.Replica.GeneratedServed);
        _pods.Remove(pod);
        if (pod.Node is not { } node) return;
        node.Used -= services(pod.Service).Gpus;
        if (node.Used == 0) node.EmptySince = now;
    }

    private bool Fails(Pod pod) => pod.Ready && _misfortune.NextDouble() < ((double)PoolOf(pod.Pool).InterruptionsPerHour + services(pod.Service).FailuresPerHour) / 3600;

    private EffectivePool PoolOf(string name) => pools.First(pool => pool.Name == name);

    private static int Limit(EffectivePool pool) => pool.MaxGpus ?? pool.CommittedGpus ?? 0;

    private static int PerNode(EffectivePool pool) => pool.GpusPerNode ?? 1;

    private static IEnumerable<Node> Fixed(EffectivePool pool) =>
        Enumerable.Range(1, Limit(pool) / PerNode(pool)).Select(number => new Node(pool.Name, number, PerNode(pool), double.NegativeInfinity) { EmptySince = 0 });
}

/// <summary>What the simulation must know of a service.</summary>
/// <param name="FailuresPerHour">Of one replica, on top of what its pool's interruptions are.</param>
internal sealed record ServedService(ObjectKey Key, ReplicaSpeed Speed, int Gpus, double DrainSeconds, double FailuresPerHour);
