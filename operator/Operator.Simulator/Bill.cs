using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Simulator.Cluster;

namespace InferOps.Operator.Simulator;

/// <summary>What a run costs. Money that a scaling rule decides about, apart from what is paid whatever it does.</summary>
/// <remarks>
/// Cloud nodes are paid while they are there, at least for the pool's minimum billing; energy is paid for GPUs in use; rent of dedicated GPUs and capital of
/// own ones are paid in any case.
/// </remarks>
internal sealed class Bill(IReadOnlyList<EffectivePool> pools)
{
    private readonly HashSet<string> _begun = [];
    private readonly Dictionary<string, double> _gpuHours = pools.ToDictionary(pool => pool.Name, _ => 0.0);

    /// <summary>Cloud nodes and energy.</summary>
    public double Variable { get; private set; }

    /// <summary>Rent and capital.</summary>
    public double Committed { get; private set; }

    /// <summary>By pool, GPUs in use.</summary>
    public IReadOnlyDictionary<string, double> GpuHours => _gpuHours;

    /// <summary>Pays for the second that ends <paramref name="now"/>.</summary>
    public void Pay(PodFleet fleet, double now)
    {
        const double hour = 1 / 3600.0;
        foreach (var pool in pools)
        {
            var nodes = fleet.Nodes.Where(node => node.Pool == pool.Name).ToList();
            var used = nodes.Sum(node => node.Used);
            _gpuHours[pool.Name] += used * hour;
            Variable += used * (double)pool.EnergyGpuHour * hour;
            if (pool.Type != PoolType.Cloud) Committed += nodes.Sum(node => node.Gpus) * ((double)Costs.Full(pool) - (double)pool.EnergyGpuHour) * hour;
            else Variable += nodes.Sum(node => NodeSecond(pool, node, now)) * (double)(pool.GpuHour ?? 0) * hour;
        }
    }

    /// <summary>GPU seconds billed for a node this second: the minimum when it comes, nothing more until that is used up.</summary>
    private double NodeSecond(EffectivePool pool, Node node, double now)
    {
        var minimum = pool.MinimumBilling.TotalSeconds;
        if (_begun.Add(node.Name)) return node.Gpus * Math.Max(1, minimum);
        return now - node.CreatedAt <= minimum ? 0 : node.Gpus;
    }
}
