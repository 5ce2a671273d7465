using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Scaling;

/// <summary>What one decision leaves for the next.</summary>
public sealed record ScalingMemory
{
    /// <summary>Recommendations before stabilisation, oldest first.</summary>
    public IReadOnlyList<Recommendation> Recommendations { get; init; } = [];

    /// <summary>Changes of the number of replicas, oldest first.</summary>
    public IReadOnlyList<Change> Changes { get; init; } = [];

    /// <summary>The number of replicas at the previous decision.</summary>
    public int? LastCurrent { get; init; }

    /// <summary>What was asked for when nothing was pending: growth that has not arrived yet.</summary>
    public int Asked { get; init; }

    /// <summary>Since when nothing was asked of the service; null while something is, or while that is not known.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    /// <summary>
    /// The memory after a start of the operator: recent changes are taken from the status, and the number of replicas there counts as
    /// recommended now, so that nothing is removed before a whole window was seen.
    /// </summary>
    public static ScalingMemory Starting(DateTimeOffset now, InferenceServiceStatus status) => new()
    {
        Recommendations = status.DesiredReplicas is { } current ? [new Recommendation(now, current)] : [],
        LastCurrent = status.DesiredReplicas,
        Changes = [.. (status.Scaling?.History ?? []).Where(record => record.From != record.To).OrderBy(record => record.Time).Select(record => new Change(record.Time, record.To - record.From))],
    };

    /// <summary>What was last worth holding in readiness; kept while demand is unknown.</summary>
    public int Standby { get; init; }

    /// <summary>What late first tokens taught.</summary>
    public UsableShare Usable { get; init; } = UsableShare.All;

    /// <summary>Takes note of the number of replicas there is now, and forgets what no rule looks at any more.</summary>
    internal ScalingMemory Observe(DateTimeOffset now, int current, EffectiveScaling policy)
    {
        var window = Longest(policy.ScaleUp.StabilizationWindow, policy.ScaleDown.StabilizationWindow);
        var period = Longest(policy.ScaleUp.Period, policy.ScaleDown.Period);
        IEnumerable<Change> changes = LastCurrent is { } last && last != current ? [.. Changes, new Change(now, current - last)] : Changes;
        return this with
        {
            Recommendations = [.. Recommendations.Where(recommendation => now - recommendation.Time <= window)],
            Changes = [.. changes.Where(change => now - change.Time < period)],
            LastCurrent = current,
        };
    }

    private static TimeSpan Longest(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

public sealed record Recommendation(DateTimeOffset Time, int Replicas);

/// <summary>Replicas added (positive) or removed (negative).</summary>
public sealed record Change(DateTimeOffset Time, int Delta);
