using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Placement.Survey;

/// <summary>
/// Who gives way when a service has no room anywhere. The order of services is by priority, then by regret: second-best minus best marginal cost, everything where there is no
/// second. Whoever regrets least gives way first:
/// <code>
/// victim                          gives way
/// of lower priority               always
/// of the same priority            where it has room elsewhere, for it loses a price and the other one everything
/// of higher priority              never
/// </code>
/// What is short of nothing takes nothing from anybody: a dearer pool is better than two moves.
/// </summary>
internal static class Contest
{
    public static IEnumerable<Booking> Victims(BookingOwner owner, string pool, IEnumerable<Booking> others) => others
        .Where(other => other.Service != owner.Service && other.Replicas.GetValueOrDefault(pool) > 0 && GivesWay(owner, pool, other))
        .OrderBy(other => other.Priority).ThenBy(other => other.Regrets.TryGetValue(pool, out var regret) ? regret : decimal.MaxValue).ThenBy(other => other.Service.ToString(), StringComparer.Ordinal);

    public static string Why(BookingOwner owner, Booking victim) => victim.Priority < owner.Priority
        ? $"gave GPUs to {owner.Service}, whose placement.priority is higher"
        : $"gave GPUs to {owner.Service}, which has no other pool with room";

    private static bool GivesWay(BookingOwner owner, string pool, Booking other) =>
        other.Priority < owner.Priority || (other.Priority == owner.Priority && other.Regrets.ContainsKey(pool));
}
