using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Admission;

/// <summary>Who uses what, by the statuses last written.</summary>
internal static class Usage
{
    private const int Named = 3;

    /// <summary>Pools where the service has replicas, or will in a moment.</summary>
    public static IReadOnlyList<string> PoolsOf(InferenceServiceStatus status) =>
        [.. (status.Placement?.Pools ?? []).Where(pool => pool.Replicas > 0 || pool.Desired > 0).Select(pool => pool.Name)];

    public static bool Runs(InferenceServiceStatus status) => status.Replicas > 0 || PoolsOf(status).Count > 0;

    public static IReadOnlyList<ObservedService> RunningOn(ClusterFacts facts, string pool) =>
        [.. facts.Services.Where(service => !service.Deleting && PoolsOf(service.Status).Contains(pool, StringComparer.Ordinal))];

    public static IReadOnlyList<ObservedService> NamingPool(ClusterFacts facts, string pool) =>
        [.. facts.Services.Where(service => !service.Deleting && service.Spec.Placement?.Pools?.Contains(pool, StringComparer.Ordinal) == true)];

    public static IReadOnlyList<ObservedService> NamingEngine(ClusterFacts facts, string engine) =>
        [.. facts.Services.Where(service => !service.Deleting && EffectiveEngineUse.NameOf(service.Spec) == engine)];

    /// <summary>The first few by name, and how many more.</summary>
    public static string List(IEnumerable<ObservedService> services) => List(services.Select(service => service.Key.ToString()));

    public static string List(IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToList();
        return sorted.Count <= Named ? string.Join(", ", sorted) : $"{string.Join(", ", sorted.Take(Named))} and {sorted.Count - Named} more";
    }
}
