using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Server;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Metrics;

/// <summary>The operator asks Prometheus for nothing that the runtime does not export: such a query would answer with nothing, and nothing looks like a fault.</summary>
public sealed partial class ExportedMetricsTests
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_of_the_runtimes_engine_is_exported_from_the_start()
    {
        var metrics = ShippedEngines.ByName["llamasharp"]["spec"]!["metrics"].Deserialize<EngineMetricsSpec>(Wire)!;
        var asked = Queries.For([metrics], TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1)).SelectMany(query => Selector().Matches(query.Text)).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.True(asked.Count >= 7, string.Join(", ", asked));
        Assert.Empty(asked.Except(await ExportedAsync()));
    }

    [Fact]
    public async Task Every_name_both_sides_know_is_exported()
    {
        var exported = await ExportedAsync();
        var names = typeof(RuntimeMetrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, name => !exported.Contains(name) && !exported.Contains(name + "_count"));
    }

    /// <summary>
    /// The runtime exports some of its load under the names of another engine, too. The operator joins the names of all engines with <c>or</c>, which keeps one of
    /// two series only where their labels are the same.
    /// </summary>
    [Fact]
    public async Task A_replica_that_exports_two_engines_names_counts_once()
    {
        var labels = (await SamplesAsync()).ToLookup(sample => sample.Name, sample => sample.Labels);
        var engines = ShippedEngines.ByName.Values.Select(engine => engine["spec"]!["metrics"].Deserialize<EngineMetricsSpec>(Wire)!).ToList();
        var joined = Queries.For(engines, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1))
            .Select(query => Selector().Matches(query.Text).Select(match => match.Groups[1].Value).Where(labels.Contains).Distinct().ToList()).Where(names => names.Count > 1).ToList();

        Assert.Contains(joined, names => names.Contains(RuntimeMetrics.WaitingRequests) && names.Contains(EndpointPickerMetrics.Waiting));
        Assert.Contains(joined, names => names.Contains(RuntimeMetrics.RunningRequests) && names.Contains(EndpointPickerMetrics.Running));
        Assert.All(joined, names => Assert.All(names, name => Assert.Equal(labels[names[0]], labels[name])));
    }

    private static async Task<HashSet<string>> ExportedAsync() => [.. (await SamplesAsync()).Select(sample => sample.Name)];

    /// <summary>The series of a replica whose model still loads.</summary>
    private static async Task<IReadOnlyList<(string Name, string Labels)>> SamplesAsync()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new RuntimeServerOptions { ServedName = "model", Host = IPAddress.Loopback, Port = 0, ListenerGrace = TimeSpan.Zero, Listening = listening.SetResult };
        var running = Task.Run(() => RuntimeServer.RunAsync(options, async (_, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("Nothing is ever loaded here.");
        }, stop.Token), Cancellation);
        using var client = new HttpClient { BaseAddress = await listening.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation) };
        var text = await client.GetStringAsync(RuntimeEndpoints.Metrics, Cancellation);
        await stop.CancelAsync();
        await running;
        return [.. Sample().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
    }

    [GeneratedRegex(@"([a-zA-Z_:][a-zA-Z0-9_:]*)\{")]
    private static partial Regex Selector();

    [GeneratedRegex(@"^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{[^}]*\})? ", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
