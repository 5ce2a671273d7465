using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Demand;

/// <summary>The signals of one service as Prometheus answered. Null: the answer had no series for it, which is not zero.</summary>
public sealed record TokenRates
{
    /// <summary>Clocks of one Prometheus and its store agree within so many seconds.</summary>
    private const double ClockTolerance = 15;

    /// <summary>Tokens per second.</summary>
    public double? ArrivedPrompt { get; init; }

    /// <summary>Tokens per second.</summary>
    public double? ArrivedGenerated { get; init; }

    /// <summary>Tokens per second.</summary>
    public double? Prompt { get; init; }

    /// <summary>Tokens per second.</summary>
    public double? Generated { get; init; }

    /// <summary>Prompt tokens per request.</summary>
    public double? MeanPrompt { get; init; }

    /// <summary>Generated tokens per request.</summary>
    public double? MeanGenerated { get; init; }

    /// <summary>Seconds, 95th percentile. Null where no request got a token.</summary>
    public double? TimeToFirstToken { get; init; }

    public double? Running { get; init; }

    public double? Waiting { get; init; }

    public TimeSpan? SampleAge { get; init; }

    /// <summary>Replicas with live token counters.</summary>
    public int? Reporting { get; init; }

    /// <summary>What no healthy exporter produces, where it was among the answers.</summary>
    public Flaw Flaw { get; init; }

    /// <summary>Puts the answers of all queries together, one value per service. Services without any answer are absent.</summary>
    public static IReadOnlyDictionary<ObjectKey, TokenRates> Gather(IEnumerable<SignalValue> values) =>
        values.GroupBy(value => value.Service).ToDictionary(service => service.Key, service => From([.. service]));

    private static TokenRates From(IReadOnlyList<SignalValue> rows)
    {
        var values = rows.GroupBy(row => row.Signal).ToDictionary(signal => signal.Key, signal => signal.Count() == 1 ? signal.First().Value : double.NaN);
        double? Value(Signal signal) => values.TryGetValue(signal, out var value) && IsSane(value) ? value : null;
        // 0/0 is an idle service, not a broken exporter: no mean is known then.
        double? PerRequest(Signal tokens) => Value(Signal.MeanRequests) is > 0 and var requests ? Value(tokens) / requests : null;
        return new TokenRates
        {
            ArrivedPrompt = Value(Signal.ArrivedPromptTokens),
            ArrivedGenerated = Value(Signal.ArrivedGeneratedTokens),
            Prompt = Value(Signal.PromptTokens),
            Generated = Value(Signal.GeneratedTokens),
            MeanPrompt = PerRequest(Signal.MeanPromptTokens),
            MeanGenerated = PerRequest(Signal.MeanGeneratedTokens),
            TimeToFirstToken = Value(Signal.TimeToFirstToken),
            Running = Value(Signal.Running),
            Waiting = Value(Signal.Waiting),
            SampleAge = values.TryGetValue(Signal.SampleAge, out var seconds) && seconds is >= -ClockTolerance and < 1e9 ? TimeSpan.FromSeconds(Math.Max(0, seconds)) : null,
            Reporting = Value(Signal.ReportingReplicas) is { } replicas and < int.MaxValue ? (int)replicas : null,
            Flaw = values.Count < rows.Count ? Flaw.Duplicated : values.Select(value => FlawOf(value.Key, value.Value)).Max(),
        };
    }

    private static Flaw FlawOf(Signal signal, double value) => signal switch
    {
        // The percentile of no requests is NaN, by definition.
        Signal.TimeToFirstToken => Flaw.None,
        Signal.SampleAge when value < -ClockTolerance => Flaw.FromTheFuture,
        Signal.SampleAge => Flaw.None,
        _ when double.IsNaN(value) => Flaw.NotANumber,
        _ when double.IsInfinity(value) => Flaw.Infinite,
        _ => value < 0 ? Flaw.Negative : Flaw.None,
    };

    private static bool IsSane(double value) => double.IsFinite(value) && value >= 0;
}

/// <summary>One row of an answer: the value of one signal for one service.</summary>
public sealed record SignalValue(Signal Signal, ObjectKey Service, double Value);
