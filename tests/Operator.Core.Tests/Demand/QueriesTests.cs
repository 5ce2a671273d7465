using System.Reflection;
using System.Text.RegularExpressions;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Tests.Demand;

public sealed partial class QueriesTests
{
    private static readonly EngineMetricsSpec Runtime = new()
    {
        ArrivedPromptTokens = RuntimeMetrics.ArrivedPromptTokens,
        ArrivedGeneratedTokens = RuntimeMetrics.ArrivedGeneratedTokens,
        PromptTokens = RuntimeMetrics.PromptTokens,
        GeneratedTokens = RuntimeMetrics.GeneratedTokens,
        Running = RuntimeMetrics.RunningRequests,
        Waiting = RuntimeMetrics.WaitingRequests,
        TimeToFirstToken = RuntimeMetrics.TimeToFirstToken,
    };

    private static readonly EngineMetricsSpec Vllm = new()
    {
        PromptTokens = "vllm:prompt_tokens_total",
        GeneratedTokens = "vllm:generation_tokens_total",
        Running = "vllm:num_requests_running",
        Waiting = "vllm:num_requests_waiting",
    };

    private static readonly TimeSpan Scrape = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void There_is_one_query_a_signal_however_many_engines()
    {
        Assert.Equal(Enum.GetValues<Signal>(), Queries.For([Runtime], Scrape, Minute).Select(query => query.Signal));
        Assert.Equal(Enum.GetValues<Signal>(), Queries.For([Runtime, Vllm, Runtime], Scrape, Minute).Select(query => query.Signal));
    }

    [Fact]
    public void Names_of_engines_are_joined_and_rows_are_grouped_by_service() => Assert.Equal(
        "sum by (namespace, inferops_dev_service) (inferops_waiting_requests{inferops_dev_service!=\"\"} or vllm:num_requests_waiting{inferops_dev_service!=\"\"})",
        Text(Signal.Waiting, Runtime, Vllm));

    [Fact]
    public void Rates_span_at_least_four_scrapes()
    {
        Assert.Contains("[60s]", Text(Signal.PromptTokens, Runtime), StringComparison.Ordinal);
        var slow = Queries.For([Runtime], TimeSpan.FromSeconds(30), Minute).Single(query => query.Signal == Signal.PromptTokens);
        Assert.Contains("[120s]", slow.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_age_is_the_time_since_the_newest_sample() => Assert.Equal(
        "time() - max by (namespace, inferops_dev_service) (timestamp(vllm:generation_tokens_total{inferops_dev_service!=\"\"}) or timestamp(vllm:prompt_tokens_total{inferops_dev_service!=\"\"}))",
        Text(Signal.SampleAge, Vllm));

    [Fact]
    public void What_is_no_metric_name_never_becomes_part_of_a_query() =>
        Assert.Empty(Queries.For([new EngineMetricsSpec { Waiting = "x} or vector(1) #", PromptTokens = "" }], Scrape, Minute));

    [Fact]
    public void No_query_names_a_metric_that_the_runtime_does_not_export()
    {
        var exported = typeof(RuntimeMetrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToHashSet();
        var named = Queries.For([Runtime], Scrape, Minute).SelectMany(query => MetricName().Matches(query.Text)).Select(match => match.Value);
        Assert.All(named, name => Assert.Contains(HistogramSeries().Replace(name, ""), exported));
    }

    [Fact]
    public void Answers_are_gathered_by_service_and_unknown_stays_unknown()
    {
        var (one, other) = (new ObjectKey("a", "one"), new ObjectKey("a", "other"));
        var rates = TokenRates.Gather(
        [
            new(Signal.Waiting, one, 3),
            new(Signal.MeanPromptTokens, one, 50),
            new(Signal.MeanRequests, one, 0.5),
            new(Signal.TimeToFirstToken, one, double.NaN),
            new(Signal.Waiting, other, double.NaN),
            new(Signal.MeanRequests, other, 0),
        ]);
        // The percentile of no requests: unknown, and nothing wrong.
        Assert.Equal((Flaw.None, null), (rates[one].Flaw, rates[one].TimeToFirstToken));
        Assert.Equal((3d, 100d, null), (rates[one].Waiting, rates[one].MeanPrompt, rates[one].Running));
        Assert.NotEqual(Flaw.None, rates[other].Flaw);
        Assert.Null(rates[other].Waiting);
    }

    private static string Text(Signal signal, params EngineMetricsSpec[] engines) => Queries.For(engines, Scrape, Minute).Single(query => query.Signal == signal).Text;

    [GeneratedRegex("_(count|bucket)$")]
    private static partial Regex HistogramSeries();

    [GeneratedRegex("inferops_(?!dev_)[a-z_]+")]
    private static partial Regex MetricName();
}
