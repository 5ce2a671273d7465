using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Demand;

public sealed class DemandEstimatorTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>As Prometheus answers, with one number or several for what was generated.</summary>
    private static TokenRates Answered(double age, params double[] generated)
    {
        var service = new ObjectKey("default", "svc");
        return TokenRates.Gather([
            new(Signal.PromptTokens, service, 100), new(Signal.ReportingReplicas, service, 2), new(Signal.SampleAge, service, age),
            .. generated.Select(value => new SignalValue(Signal.GeneratedTokens, service, value)),
        ])[service];
    }

    private static readonly TokenRates Healthy = new()
    {
        ArrivedPrompt = 100,
        ArrivedGenerated = 50,
        Prompt = 100,
        Generated = 50,
        MeanPrompt = 200,
        MeanGenerated = 100,
        Running = 2,
        Waiting = 0,
        SampleAge = TimeSpan.FromSeconds(5),
        Reporting = 2,
    };

    private static DemandInput Input(TokenRates? rates) => new()
    {
        Now = Noon,
        Rates = rates,
        ReadyReplicas = 2,
        ReadySince = Noon - TimeSpan.FromHours(1),
        DeclaredCapacity = new Capacity(200, 100),
    };

    [Fact]
    public void Demand_is_busy_plus_backlog_over_the_drain_time()
    {
        var estimate = DemandEstimator.Estimate(Input(Healthy with { Waiting = 6 }) with { LeadTime = TimeSpan.FromSeconds(10) });
        Assert.Equal(1.0, estimate.Demand!.Busy, 6);
        Assert.Equal(6 * (200 / 200d + 100 / 100d) / 30, estimate.Demand.Backlog, 6);
        Assert.Equal(estimate.Demand.Busy + estimate.Demand.Backlog, estimate.Demand.Total, 6);
        Assert.Null(estimate.Hold);
    }

    [Fact]
    public void A_queue_cannot_be_worked_off_before_a_replica_can_be_had() =>
        Assert.Equal(6 * 2d / 120, DemandEstimator.Estimate(Input(Healthy with { Waiting = 6 }) with { LeadTime = TimeSpan.FromMinutes(2) }).Demand!.Backlog, 6);

    [Fact]
    public void A_saturated_service_shows_its_demand_in_arrivals() =>
        Assert.Equal(3.0, DemandEstimator.Estimate(Input(Healthy with { ArrivedPrompt = 300, ArrivedGenerated = 150 })).Demand!.Busy, 6);

    public static TheoryData<string, DemandInput, string> Holds => new()
    {
        { "Prometheus away", Input(Healthy) with { SourceFailure = new(HoldReasons.PrometheusUnavailable, "connection refused") }, HoldReasons.PrometheusUnavailable },
        { "no row at all", Input(null), HoldReasons.MetricsMissing },
        { "rates without a live counter", Input(Healthy with { Reporting = null, SampleAge = null }), HoldReasons.MetricsMissing },
        { "old samples", Input(Healthy with { SampleAge = TimeSpan.FromSeconds(46) }), HoldReasons.MetricsStale },
        { "an answer that breaks off", Input(Healthy) with { SourceFailure = new(HoldReasons.AnswerCutOff, "the answer breaks off") }, HoldReasons.AnswerCutOff },
        { "NaN", Input(Answered(5, double.NaN)), HoldReasons.MetricsNotANumber },
        { "an infinite number", Input(Answered(5, double.NegativeInfinity)), HoldReasons.MetricsInfinite },
        { "a negative number", Input(Answered(5, -1)), HoldReasons.MetricsNegative },
        { "two answers", Input(Answered(5, 1, 2)), HoldReasons.MetricsDuplicated },
        { "samples from the future", Input(Answered(age: -16, 1)), HoldReasons.MetricsFromTheFuture },
        { "samples far past", Input(Answered(age: 1e8, 1)), HoldReasons.MetricsStale },
        { "nothing ready", Input(null) with { ReadyReplicas = 0, ReadySince = null }, HoldReasons.NoReadyReplicas },
        { "ready a moment ago", Input(null) with { ReadySince = Noon - TimeSpan.FromSeconds(20) }, HoldReasons.MetricsStarting },
        { "capacity neither declared nor learned", Input(Healthy) with { DeclaredCapacity = null }, HoldReasons.CapacityUnknown },
    };

    [Theory]
    [MemberData(nameof(Holds))]
    public void Unknown_is_a_hold_with_its_own_reason(string situation, DemandInput input, string reason)
    {
        var estimate = DemandEstimator.Estimate(input);
        Assert.True(estimate.Demand is null, situation);
        Assert.Equal(reason, estimate.Hold!.Reason);
    }

    [Fact]
    public void A_flat_live_counter_is_a_true_zero()
    {
        var idle = new TokenRates { Prompt = 0, Generated = 0, Running = 0, Waiting = 0, Reporting = 2, SampleAge = TimeSpan.FromSeconds(3) };
        var estimate = DemandEstimator.Estimate(Input(idle));
        Assert.Equal(0, estimate.Demand!.Total);
        Assert.True(estimate.Idle);
    }

    [Fact]
    public void An_idle_service_needs_no_known_capacity()
    {
        var idle = new TokenRates { Prompt = 0, Generated = 0, Running = 0, Waiting = 0, Reporting = 2, SampleAge = TimeSpan.FromSeconds(3) };
        Assert.Equal(0, DemandEstimator.Estimate(Input(idle) with { DeclaredCapacity = null }).Demand!.Total);
    }

    [Fact]
    public void An_engine_that_does_not_tell_what_is_in_flight_is_never_known_to_be_idle() =>
        Assert.Null(DemandEstimator.Estimate(Input(new TokenRates { Prompt = 0, Generated = 0, Reporting = 2, SampleAge = TimeSpan.Zero })).Idle);

    [Fact]
    public void A_replica_that_does_not_report_makes_demand_a_lower_bound() =>
        Assert.True(DemandEstimator.Estimate(Input(Healthy with { Reporting = 1 })).LowerBound);

    [Fact]
    public void A_rising_load_is_forecast_over_the_lead_time_and_a_falling_one_is_not()
    {
        double Forecast(double perTick)
        {
            var memory = DemandMemory.Empty;
            var estimate = DemandEstimator.Estimate(Input(Healthy));
            for (var tick = 0; tick <= 12; tick++)
            {
                var rates = Healthy with { ArrivedPrompt = 0, Prompt = 0, Generated = 0, ArrivedGenerated = 200 + perTick * tick };
                estimate = DemandEstimator.Estimate(Input(rates) with { Now = Noon + TimeSpan.FromSeconds(15 * tick), LeadTime = TimeSpan.FromSeconds(60), Memory = memory });
                memory = estimate.Memory;
            }
            return estimate.Demand!.Forecast - estimate.Demand.Busy;
        }

        Assert.Equal(4 * 0.10, Forecast(+10), 6);
        Assert.Equal(0, Forecast(-10), 6);
    }

    [Fact]
    public void Capacity_is_what_a_replica_serves_while_requests_wait()
    {
        var memory = DemandMemory.Empty;
        DemandEstimate estimate = null!;
        for (var tick = 0; tick < 6; tick++)
        {
            var rates = Healthy with { Prompt = 1000, Generated = 100, ArrivedPrompt = null, ArrivedGenerated = null, Waiting = 8 };
            estimate = DemandEstimator.Estimate(Input(rates) with { DeclaredCapacity = null, Memory = memory, Now = Noon + TimeSpan.FromSeconds(15 * tick) });
            memory = estimate.Memory;
        }
        // Two replicas, both with work: two replica-equivalents are busy, whatever the mix of tokens.
        Assert.Equal(2.0, estimate.Demand!.Busy, 6);
    }
}
