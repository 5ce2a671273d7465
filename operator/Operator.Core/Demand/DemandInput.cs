using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Demand;

/// <summary>Everything demand is estimated from, at one moment.</summary>
public sealed record DemandInput
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Null: the answers held no row for this service.</summary>
    public TokenRates? Rates { get; init; }

    /// <summary>Why Prometheus could not be asked; null when it answered.</summary>
    public SourceFailure? SourceFailure { get; init; }

    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(15);

    public required int ReadyReplicas { get; init; }

    /// <summary>Since when at least one replica has been ready without a break; null while none is.</summary>
    public DateTimeOffset? ReadySince { get; init; }

    /// <summary>What one replica handles; null or empty: learned.</summary>
    public Capacity? DeclaredCapacity { get; init; }

    /// <summary>Model and engine, as capacity is learned of them; null: not said.</summary>
    public string? Serving { get; init; }

    /// <summary>What the rates were taken over.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How fast waiting requests must be worked off.</summary>
    public TimeSpan QueueDrain { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From asking for a replica to its first answer, on the pool that would get it.</summary>
    public TimeSpan LeadTime { get; init; } = TimeSpan.FromMinutes(1);

    public DemandMemory Memory { get; init; } = DemandMemory.Empty;
}

/// <summary>What one estimate leaves for the next. Of this the learned capacity survives a restart, in the status; without the rest there is no trend for a minute.</summary>
public sealed record DemandMemory(IReadOnlyList<BusySample> Busy, CapacityEstimate Learned)
{
    public Surges Surges { get; init; } = Surges.None;

    public static DemandMemory Empty { get; } = new([], CapacityEstimate.Nothing);

    /// <summary>The memory after a start of the operator.</summary>
    public static DemandMemory Starting(InferenceServiceStatus status) =>
        status.Scaling?.LearnedCapacity is { PromptTokensPerSecond: { IsValid: true } prompt, GeneratedTokensPerSecond: { IsValid: true } generated } learned
            ? Empty with { Learned = CapacityEstimate.Nothing with { Of = learned.Of, Earlier = new Capacity((double)prompt.ToDecimal(), (double)generated.ToDecimal()) } }
            : Empty;
}

/// <summary>Busy replica-equivalents at one moment.</summary>
public sealed record BusySample(DateTimeOffset Time, double Busy);

/// <summary>Demand in replica-equivalents: <c>W</c>, <c>W'</c> and <c>B</c> of the design.</summary>
public sealed record ReplicaDemand(double Busy, double Forecast, double Backlog)
{
    /// <summary><c>D = W' + B</c>.</summary>
    public double Total => Forecast + Backlog;

    /// <summary>Busy replica-equivalents that a surge like those of the last hours would bring; 0 where there were none.</summary>
    public double Surge { get; init; }

    /// <summary>The most busy replica-equivalents of the last five minutes; what is held ready by it does not come and go with every request.</summary>
    public double Peak { get; init; } = Busy;
}

/// <summary>What is known of demand. Exactly one of <see cref="Demand"/> and <see cref="Hold"/> is present.</summary>
public sealed record DemandEstimate
{
    public ReplicaDemand? Demand { get; init; }

    public Hold? Hold { get; init; }

    /// <summary>True: some ready replicas did not report, so demand may be higher. It may then add replicas but not remove any.</summary>
    public bool LowerBound { get; init; }

    /// <summary>Tokens served per second; null while unknown.</summary>
    public Throughput? Throughput { get; init; }

    /// <summary>Seconds that 95 of 100 first tokens came within over the last minute; null: not known, or no request.</summary>
    public double? TimeToFirstToken { get; init; }

    /// <summary>True: no tokens, nothing running, nothing waiting. Null: not known.</summary>
    public bool? Idle { get; init; }

    public required DemandMemory Memory { get; init; }
}
