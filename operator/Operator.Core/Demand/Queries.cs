using System.Globalization;
using System.Text.RegularExpressions;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Demand;

/// <summary>One PromQL instant query. Its answer has one row per service, labelled <see cref="Queries.NamespaceLabel"/> and <see cref="Queries.ServiceLabel"/>.</summary>
public sealed record Query(Signal Signal, string Text);

/// <summary>The PromQL of every signal, each for all services at once: the load on Prometheus does not grow with the number of services' names.</summary>
/// <remarks>
/// Engines name their metrics differently. The names are joined with <c>or</c>, not with a regular expression on <c>__name__</c>: a rate drops the name, and
/// one target that exports two of the names would then fail the query for everybody.
/// </remarks>
public static partial class Queries
{
    public const string NamespaceLabel = "namespace";
    public const string InstanceLabel = "instance";
    public const string ServiceLabel = PodLabels.ServiceSeries;

    /// <summary>Means per request change slowly; a longer window keeps them known through a quiet minute.</summary>
    private static readonly TimeSpan MeanWindow = TimeSpan.FromMinutes(5);

    /// <param name="engines">The engines in use.</param>
    /// <param name="scrapeInterval">How often targets are scraped.</param>
    /// <param name="window">What rates are taken over; made at least four scrapes long, so that one lost scrape does not lose the rate.</param>
    public static IReadOnlyList<Query> For(IEnumerable<EngineMetricsSpec> engines, TimeSpan scrapeInterval, TimeSpan window)
    {
        var all = engines.ToList();
        var rateWindow = window > 4 * scrapeInterval ? window : 4 * scrapeInterval;
        var meanWindow = MeanWindow > rateWindow ? MeanWindow : rateWindow;
        string[] Names(Func<EngineMetricsSpec, string?> metric) => [.. all.Select(metric).OfType<string>().Where(name => MetricName().IsMatch(name)).Distinct().Order(StringComparer.Ordinal)];
        string[] counters = [.. Names(metrics => metrics.PromptTokens).Union(Names(metrics => metrics.GeneratedTokens)).Order(StringComparer.Ordinal)];

        return [.. new[]
        {
            Rate(Signal.ArrivedPromptTokens, Names(metrics => metrics.ArrivedPromptTokens), rateWindow),
            Rate(Signal.ArrivedGeneratedTokens, Names(metrics => metrics.ArrivedGeneratedTokens), rateWindow),
            Rate(Signal.PromptTokens, Names(metrics => metrics.PromptTokens), rateWindow),
            Rate(Signal.GeneratedTokens, Names(metrics => metrics.GeneratedTokens), rateWindow),
            Rate(Signal.MeanPromptTokens, Names(metrics => metrics.PromptTokens), meanWindow),
            Rate(Signal.MeanGeneratedTokens, Names(metrics => metrics.GeneratedTokens), meanWindow),
            Rate(Signal.MeanRequests, Names(metrics => metrics.TimeToFirstToken is { } histogram ? histogram + "_count" : null), meanWindow),
            Percentile(Signal.TimeToFirstToken, Names(metrics => metrics.TimeToFirstToken is { } histogram ? histogram + "_bucket" : null), rateWindow),
            Gauge(Signal.Running, Names(metrics => metrics.Running)),
            Gauge(Signal.Waiting, Names(metrics => metrics.Waiting)),
            new Query(Signal.SampleAge, counters.Length == 0 ? "" : $"time() - {By("max", Or(counters, name => $"timestamp({Select(name)})"))}"),
            new Query(Signal.ReportingReplicas, counters.Length == 0 ? "" : By("count", $"count by ({NamespaceLabel}, {ServiceLabel}, instance) ({Or(counters, Select)})")),
        }.Where(query => query.Text.Length > 0)];
    }

    /// <summary>Requests running and waiting by replica, over all services: who leaves first when replicas become fewer. Labelled <see cref="InstanceLabel"/>; empty: no engine tells.</summary>
    public static string ReplicaLoads(IEnumerable<EngineMetricsSpec> engines)
    {
        var all = engines.ToList();
        string ByReplica(Func<EngineMetricsSpec, string?> metric) =>
            string.Join(" or ", all.Select(metric).OfType<string>().Where(name => MetricName().IsMatch(name)).Distinct().Order(StringComparer.Ordinal).Select(Select)) is { Length: > 0 } names
                ? $"max by ({InstanceLabel}) ({names})"
                : "";
        var parts = new[] { ByReplica(metrics => metrics.Running), ByReplica(metrics => metrics.Waiting) };
        return parts.Contains("") ? "" : string.Join(" + ", parts);
    }

    private static Query Percentile(Signal signal, string[] names, TimeSpan window) =>
        new(signal, names.Length == 0 ? "" : $"histogram_quantile(0.95, sum by (le, {NamespaceLabel}, {ServiceLabel}) ({Or(names, name => $"rate({Select(name)}{Range(window)})")}))");

    private static Query Rate(Signal signal, string[] names, TimeSpan window) =>
        new(signal, names.Length == 0 ? "" : By("sum", Or(names, name => $"rate({Select(name)}{Range(window)})")));

    private static string Range(TimeSpan window) => string.Create(CultureInfo.InvariantCulture, $"[{window.TotalSeconds:0}s]");

    private static Query Gauge(Signal signal, string[] names) => new(signal, names.Length == 0 ? "" : By("sum", Or(names, Select)));

    private static string By(string aggregation, string vector) => $"{aggregation} by ({NamespaceLabel}, {ServiceLabel}) ({vector})";

    private static string Or(string[] names, Func<string, string> vector) => string.Join(" or ", names.Select(vector));

    private static string Select(string name) => $"{name}{{{ServiceLabel}!=\"\"}}";

    /// <summary>Anything else is not a metric name, and must not become part of a query.</summary>
    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex MetricName();
}
