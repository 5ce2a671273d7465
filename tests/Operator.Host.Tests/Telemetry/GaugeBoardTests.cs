using System.Text;
using InferOps.Operator.Core.Telemetry;
using InferOps.Operator.Host.Telemetry;
using Prometheus;

namespace InferOps.Operator.Host.Tests.Telemetry;

public sealed class GaugeBoardTests
{
    private static readonly FleetMetric Metric = new("inferops_service_replicas", "Replicas.", ["service_name"]);

    private readonly CollectorRegistry registry = Metrics.NewCustomRegistry();

    [Fact]
    public async Task Series_of_a_service_that_is_gone_are_gone()
    {
        var board = new GaugeBoard(Metrics.WithCustomRegistry(registry), [Metric]);
        board.Show([new(Metric, ["a"], 1), new(Metric, ["b"], 2)]);
        Assert.Equal(["inferops_service_replicas{service_name=\"a\"} 1", "inferops_service_replicas{service_name=\"b\"} 2"], await SeriesAsync());
        board.Show([new(Metric, ["b"], 3)]);
        Assert.Equal(["inferops_service_replicas{service_name=\"b\"} 3"], await SeriesAsync());
        board.Show([]);
        Assert.Empty(await SeriesAsync());
    }

    [Fact]
    public async Task A_service_that_comes_back_is_shown_again()
    {
        var board = new GaugeBoard(Metrics.WithCustomRegistry(registry), [Metric]);
        foreach (var labels in (string[][])[["a"], [], ["a"]]) board.Show(labels.Select(label => new FleetSample(Metric, [label], 1)));
        Assert.Equal(["inferops_service_replicas{service_name=\"a\"} 1"], await SeriesAsync());
    }

    private async Task<IReadOnlyList<string>> SeriesAsync()
    {
        using var page = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(page, cancel: TestContext.Current.CancellationToken);
        return [.. Encoding.UTF8.GetString(page.ToArray()).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Order(StringComparer.Ordinal)];
    }
}
