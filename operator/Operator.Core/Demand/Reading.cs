using InferOps.Operator.Core.Scaling;

namespace InferOps.Operator.Core.Demand;

/// <summary>What kind of answer the metrics gave. Classified first; only a fresh one is computed with.</summary>
public enum Reading
{
    Fresh,

    /// <summary>Nothing is ready, so there is nothing to measure.</summary>
    NothingReady,

    /// <summary>Replicas became ready a moment ago and have not been scraped often enough for a rate.</summary>
    Starting,

    /// <summary>Prometheus did not answer.</summary>
    SourceUnavailable,

    /// <summary>Replicas are ready but no live counter is known: missing, which is not zero.</summary>
    Empty,

    Stale,

    /// <summary>The answer has a <see cref="Flaw"/>.</summary>
    Invalid,
}

/// <summary>Sorts an answer into a <see cref="Reading"/> and says why it cannot be used.</summary>
internal static class ReadingClassifier
{
    /// <summary>Four scrapes make the first rate; the rest is for discovering a new target.</summary>
    private static TimeSpan StartingFor(TimeSpan scrapeInterval) => 4 * scrapeInterval + TimeSpan.FromSeconds(15);

    internal static TimeSpan StaleAfter(TimeSpan scrapeInterval) => 2 * scrapeInterval + TimeSpan.FromSeconds(15);

    public static Reading Classify(DemandInput input)
    {
        if (input.SourceFailure is not null) return Reading.SourceUnavailable;
        if (input.ReadyReplicas == 0) return Reading.NothingReady;
        var rates = input.Rates;
        if (rates is { Flaw: not Flaw.None }) return Reading.Invalid;
        if (rates is { Reporting: > 0, SampleAge: { } age } && age > StaleAfter(input.ScrapeInterval)) return Reading.Stale;
        if (rates is { Reporting: > 0, SampleAge: not null } && (rates.Prompt ?? rates.Generated) is not null) return Reading.Fresh;
        return input.Now - input.ReadySince < StartingFor(input.ScrapeInterval) ? Reading.Starting : Reading.Empty;
    }

    /// <summary>The reason to keep the number of replicas; null for a fresh reading. Texts hold no number that changes from tick to tick.</summary>
    public static Hold? Explain(Reading reading, DemandInput input) => reading switch
    {
        Reading.Fresh => null,
        Reading.NothingReady => new(HoldReasons.NoReadyReplicas, "No replica is ready yet, so there is nothing to measure."),
        Reading.Starting => new(HoldReasons.MetricsStarting, "Replicas have just become ready; Prometheus needs four scrapes for a first rate."),
        Reading.SourceUnavailable => new(input.SourceFailure!.Reason, $"Prometheus gave no answer that can be used ({input.SourceFailure.Words}); the number of replicas is kept. {input.SourceFailure.Remedy}"),
        Reading.Empty => new(HoldReasons.MetricsMissing, "Prometheus has no live token counters of the ready replicas; the number of replicas is kept. Check that Prometheus scrapes pods with the label inferops.dev/service and keeps that label."),
        Reading.Stale => new(HoldReasons.MetricsStale, $"The newest sample is older than {StaleAfter(input.ScrapeInterval).TotalSeconds:0} s; the number of replicas is kept. Check that Prometheus still scrapes the replicas."),
        _ => Explain(input.Rates!.Flaw),
    };

    private static Hold Explain(Flaw flaw) => flaw switch
    {
        Flaw.NotANumber => new(HoldReasons.MetricsNotANumber, "Prometheus answered with NaN; the number of replicas is kept. Check the metric names of the InferenceEngine and any recording rules."),
        Flaw.Infinite => new(HoldReasons.MetricsInfinite, "Prometheus answered with an infinite number; the number of replicas is kept. Check recording rules for a division by zero."),
        Flaw.Negative => new(HoldReasons.MetricsNegative, "Prometheus answered with a negative number; the number of replicas is kept. Check that the counters of the InferenceEngine are counters, and any recording rules."),
        Flaw.Duplicated => new(HoldReasons.MetricsDuplicated, "Prometheus answered twice for this service; the number of replicas is kept. Check that a proxy over several servers removes duplicates."),
        _ => new(HoldReasons.MetricsFromTheFuture, "The newest sample is younger than now; the number of replicas is kept. Check the clocks of Prometheus and of what writes its samples."),
    };
}
