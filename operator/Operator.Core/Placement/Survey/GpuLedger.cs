using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Placement.Survey;

/// <summary>GPUs by pool and node, after everybody else's use and reservations are booked.</summary>
internal sealed class GpuLedger
{
    private readonly Dictionary<string, PoolAccount> accounts;

    private GpuLedger(Dictionary<string, PoolAccount> accounts) => this.accounts = accounts;

    public PoolAccount this[EffectivePool pool] => accounts[pool.Name];

    /// <param name="pools">Valid pools, in the order in which they claim nodes.</param>
    public static GpuLedger Build(IReadOnlyList<EffectivePool> pools, PoolSurveyInput input)
    {
        var taken = input.GpuUses
            .Where(use => use.Service != input.Service)
            .GroupBy(use => (use.Node, use.ResourceName))
            .ToDictionary(group => group.Key, group => group.Sum(use => use.Count));
        var accounts = pools.ToDictionary(pool => pool.Name, pool => new PoolAccount(pool), StringComparer.Ordinal);

        foreach (var node in input.Nodes.OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            if (pools.FirstOrDefault(pool => pool.Selects(node)) is not { } owner) continue;
            accounts[owner.Name].AddNode(node, taken.GetValueOrDefault((node.Name, owner.GpuResource)));
        }
        // Large replicas first: they are the hardest to fit, and the order must not depend on the caller's.
        foreach (var reservation in input.Reservations
            .Where(reservation => reservation.Service != input.Service && accounts.ContainsKey(reservation.Pool))
            .OrderByDescending(reservation => reservation.GpusPerReplica)
            .ThenBy(reservation => reservation.Service.ToString(), StringComparer.Ordinal))
        {
            accounts[reservation.Pool].Book(reservation.Replicas, reservation.GpusPerReplica);
        }
        return new(accounts);
    }
}
