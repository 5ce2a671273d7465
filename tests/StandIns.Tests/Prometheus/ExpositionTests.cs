using System.Text;
using Prometheus;

namespace InferOps.StandIns.Tests.Prometheus;

public sealed class ExpositionTests
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();

    private MetricFactory Make => Metrics.WithCustomRegistry(_registry);

    [Fact]
    public async Task Counters_gauges_and_histograms_in_the_text_format()
    {
        Make.CreateCounter("a_total", "Counts.").Inc(2);
        Make.CreateGauge("b", "Goes both ways.").Set(-0.5);
        var histogram = Make.CreateHistogram("c_seconds", "Takes.", new HistogramConfiguration { Buckets = [0.5, 1] });
        histogram.Observe(0.5);
        histogram.Observe(0.75);
        histogram.Observe(3);
        Assert.Equal(
            """
            # HELP a_total Counts.
            # TYPE a_total counter
            a_total 2
            # HELP b Goes both ways.
            # TYPE b gauge
            b -0.5
            # HELP c_seconds Takes.
            # TYPE c_seconds histogram
            c_seconds_sum 4.25
            c_seconds_count 3
            c_seconds_bucket{le="0.5"} 1
            c_seconds_bucket{le="1"} 2
            c_seconds_bucket{le="+Inf"} 3

            """,
            await ExportAsync(ExpositionFormat.PrometheusText));
    }

    [Fact]
    public async Task OpenMetrics_names_families_without_total_and_ends_with_EOF()
    {
        Make.CreateCounter("a_total", "Counts \"things\".").Inc();
        Make.CreateHistogram("c_seconds", "Takes.", new HistogramConfiguration { Buckets = [1] }).Observe(1);
        var text = await ExportAsync(ExpositionFormat.OpenMetricsText);
        Assert.Contains("# HELP a Counts \\\"things\\\".\n# TYPE a counter\na_total 1", text, StringComparison.Ordinal);
        Assert.Contains("c_seconds_bucket{le=\"1.0\"} 1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_and_help_are_escaped()
    {
        Make.CreateGauge("g", "one\ntwo \\ three", "name").WithLabels("a\\b\"c\nd").Set(1);
        Assert.Contains("# HELP g one\\ntwo \\\\ three\n", await ExportAsync(), StringComparison.Ordinal);
        Assert.Contains("g{name=\"a\\\\b\\\"c\\nd\"} 1\n", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Special_numbers_have_their_own_spelling()
    {
        var gauge = Make.CreateGauge("g", "help", "n");
        gauge.WithLabels("inf").Set(double.PositiveInfinity);
        gauge.WithLabels("-inf").Set(double.NegativeInfinity);
        gauge.WithLabels("nan").Set(double.NaN);
        var text = await ExportAsync();
        Assert.Contains("{n=\"inf\"} +Inf\n", text, StringComparison.Ordinal);
        Assert.Contains("{n=\"-inf\"} -Inf\n", text, StringComparison.Ordinal);
        Assert.Contains("{n=\"nan\"} NaN\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unlabelled_metrics_are_exported_at_zero_and_labelled_ones_when_they_exist()
    {
        Make.CreateCounter("plain_total", "help");
        var labelled = Make.CreateCounter("labelled_total", "help", "l");
        Assert.Contains("\nplain_total 0\n", await ExportAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("labelled_total{", await ExportAsync(), StringComparison.Ordinal);
        labelled.WithLabels("x");
        Assert.Contains("labelled_total{l=\"x\"} 0\n", await ExportAsync(), StringComparison.Ordinal);
        labelled.RemoveLabelled("x");
        Assert.DoesNotContain("labelled_total{", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suppressed_initial_value_appears_with_the_first_one()
    {
        var counter = Make.CreateCounter("late_total", "help", new CounterConfiguration { SuppressInitialValue = true });
        Assert.DoesNotContain("\nlate_total ", await ExportAsync(), StringComparison.Ordinal);
        counter.Inc(0);
        Assert.Contains("\nlate_total 0\n", await ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Static_labels_come_first_and_callbacks_run_before_every_export()
    {
        _registry.SetStaticLabels(new Dictionary<string, string> { ["zone"] = "z" });
        var gauge = Make.CreateGauge("g", "help", "l").WithLabels("x");
        _registry.AddBeforeCollectCallback(() => gauge.Inc());
        _registry.AddBeforeCollectCallback(async cancel =>
        {
            await Task.Yield();
            cancel.ThrowIfCancellationRequested();
            gauge.Inc();
        });
        Assert.Contains("g{zone=\"z\",l=\"x\"} 2\n", await ExportAsync(), StringComparison.Ordinal);
        Assert.Contains("g{zone=\"z\",l=\"x\"} 4\n", await ExportAsync(), StringComparison.Ordinal);
    }

    private async Task<string> ExportAsync(ExpositionFormat format = ExpositionFormat.PrometheusText)
    {
        using var to = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(to, format, CancellationToken.None);
        return Encoding.UTF8.GetString(to.ToArray());
    }
}
