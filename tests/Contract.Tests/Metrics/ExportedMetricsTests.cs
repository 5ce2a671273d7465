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
        var engine = Yaml.Read(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "crds", "examples", "quickstart.yaml"))).Single(document => (string?)document["kind"] == "InferenceEngine");
        var metrics = engine["spec"]!["metrics"].Deserialize<EngineMetricsSpec>(Wire)!;
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

    /// <summary>The series of a replica whose model still loads.</summary>
    private static async Task<HashSet<string>> ExportedAsync()
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
        return [.. Sample().Matches(text).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(@"([a-zA-Z_:][a-zA-Z0-9_:]*)\{")]
    private static partial Regex Selector();

    [GeneratedRegex(@"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{| )", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
