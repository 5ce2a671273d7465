using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Scaling;

/// <summary>How many replicas a service should have, and why. Pools are placement's business.</summary>
public sealed record ScalingDecision
{
    /// <summary>When it was decided.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Replicas the service should have now, in replica-equivalents of one unit speed.</summary>
    public required int Replicas { get; init; }

    /// <summary>Replicas beyond those that are worth the energy they use, and not a rent: for a surge like the last ones, or for first tokens that come late.</summary>
    public int Standby { get; init; }

    /// <summary>One of <see cref="ScalingReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>One sentence for humans: signals, rule, result.</summary>
    public required string Message { get; init; }

    /// <summary>Demand in replica-equivalents; null while it is unknown.</summary>
    public double? Demand { get; init; }

    /// <summary>Tokens per second over the last minute; null while unknown.</summary>
    public Throughput? Throughput { get; init; }

    /// <summary>Limits that changed the outcome, in the order they applied.</summary>
    public IReadOnlyList<string> LimitedBy { get; init; } = [];

    /// <summary>Null: metrics are fine. Otherwise why the number of replicas is held.</summary>
    public Hold? Hold { get; init; }
}

/// <summary>Tokens per second.</summary>
public sealed record Throughput(double Prompt, double Generated);

/// <summary>Why a decision could not be made. <paramref name="Reason"/> is a condition reason.</summary>
public sealed record Hold(string Reason, string Message)
{
    /// <summary>Before the first answer of Prometheus nothing is known, which is not zero, and nothing new: what the status says already stands.</summary>
    public static Hold NotAskedYet { get; } = new(HoldReasons.MetricsStarting, "The operator has just started and has not asked Prometheus yet; the number of replicas is kept.");
}

/// <summary>The closed set of reasons of a scaling decision.</summary>
public static class ScalingReasons
{
    public const string ScaledUp = "ScaledUp";
    public const string ScaledDown = "ScaledDown";
    public const string ScaledToZero = "ScaledToZero";
    public const string Steady = "Steady";
    public const string Held = "Held";
    public const string Fixed = "Fixed";
    public const string Initial = "Initial";
    public const string Suspended = "Suspended";
}
