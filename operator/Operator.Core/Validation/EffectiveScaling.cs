using InferOps.Operator.Core.Scaling.Schedules;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation;

public sealed record EffectiveScaling
{
    private const int DefaultMaxReplicas = 4;
    private static readonly TimeSpan DefaultIdleAfter = TimeSpan.FromMinutes(10);

    public required ScalingMode Mode { get; init; }

    /// <summary>Replicas while the mode is <see cref="ScalingMode.Off"/>.</summary>
    public required int FixedReplicas { get; init; }

    public required int MinReplicas { get; init; }

    public required int MaxReplicas { get; init; }

    /// <summary>Tokens per second one replica handles within its objectives; null: learned.</summary>
    public double? PromptTokensPerSecond { get; init; }

    public double? GeneratedTokensPerSecond { get; init; }

    /// <summary>Replicas are added above this share of capacity, 0.2 to 1.</summary>
    public required double TargetUtilization { get; init; }

    public TimeSpan? TimeToFirstToken { get; init; }

    public TimeSpan? InterTokenLatency { get; init; }

    public required TimeSpan QueueDrain { get; init; }

    public required EffectiveBehavior ScaleUp { get; init; }

    public required EffectiveBehavior ScaleDown { get; init; }

    /// <summary>Null: never to zero.</summary>
    public TimeSpan? IdleAfter { get; init; }

    public IReadOnlyList<EffectiveSchedule> Schedules { get; init; } = [];

    /// <summary>The highest minimum of the schedules that hold at a time; 0: none holds.</summary>
    public int ScheduledMinimum(DateTimeOffset now) => Schedules.Where(schedule => schedule.IsActive(now)).Select(schedule => schedule.MinReplicas).DefaultIfEmpty(0).Max();

    internal static EffectiveScaling Resolve(ScalingSpec? scaling)
    {
        var schedules = (scaling?.Schedules ?? []).Select(EffectiveSchedule.Resolve).ToList();
        var min = scaling?.MinReplicas ?? Math.Min(1, scaling?.MaxReplicas ?? 1);
        return new()
        {
            Mode = scaling?.Mode ?? ScalingMode.Auto,
            FixedReplicas = scaling?.Replicas ?? min,
            MinReplicas = min,
            MaxReplicas = scaling?.MaxReplicas ?? Math.Max(DefaultMaxReplicas, schedules.Select(schedule => schedule.MinReplicas).Append(min).Max()),
            PromptTokensPerSecond = (double?)scaling?.Capacity?.PromptTokensPerSecond?.ToDecimal(),
            GeneratedTokensPerSecond = (double?)scaling?.Capacity?.GeneratedTokensPerSecond?.ToDecimal(),
            TargetUtilization = (double?)scaling?.TargetUtilization?.ToDecimal() ?? 0.85,
            TimeToFirstToken = scaling?.Objectives?.TimeToFirstToken?.ToTimeSpan(),
            InterTokenLatency = scaling?.Objectives?.InterTokenLatency?.ToTimeSpan(),
            QueueDrain = scaling?.Objectives?.QueueDrain?.ToTimeSpan() ?? TimeSpan.FromSeconds(30),
            ScaleUp = EffectiveBehavior.Resolve(scaling?.ScaleUp, new(TimeSpan.Zero, null, TimeSpan.FromSeconds(15))),
            ScaleDown = EffectiveBehavior.Resolve(scaling?.ScaleDown, new(TimeSpan.FromMinutes(5), 1, TimeSpan.FromSeconds(60))),
            Schedules = schedules,
            IdleAfter = min == 0 ? scaling?.IdleAfter?.ToTimeSpan() ?? DefaultIdleAfter : null,
        };
    }
}

/// <summary>How fast the number of replicas may change in one direction.</summary>
/// <param name="MaxReplicasPerPeriod">Null: the larger of 4 and as many as there are.</param>
public sealed record EffectiveBehavior(TimeSpan StabilizationWindow, int? MaxReplicasPerPeriod, TimeSpan Period)
{
    internal static EffectiveBehavior Resolve(ScalingBehavior? behavior, EffectiveBehavior @default) => new(
        behavior?.StabilizationWindow?.ToTimeSpan() ?? @default.StabilizationWindow,
        behavior?.MaxReplicasPerPeriod ?? @default.MaxReplicasPerPeriod,
        behavior?.Period?.ToTimeSpan() ?? @default.Period);
}
