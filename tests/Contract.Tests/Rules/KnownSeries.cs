using System.Reflection;
using System.Text.Json;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Telemetry;
using InferOps.Runtime.Contract;
using InferOps.TestKit;
using Prometheus;

namespace InferOps.Contract.Tests.Rules;

/// <summary>Every series that rules and dashboards may name, from the code that exports it.</summary>
internal static class KnownSeries
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    /// <summary>Of engines that are not ours, beyond what their InferenceEngine names.</summary>
    private static readonly string[] OfEngines = ["vllm:inter_token_latency_seconds_bucket", "trtllm_time_per_output_token_seconds_bucket"];

    /// <summary>Of the process that exports them, as the client library adds them, and of Prometheus itself.</summary>
    private static readonly string[] OfProcesses = ["ALERTS", "up", "process_cpu_seconds_total", "process_resident_memory_bytes"];

    public static IReadOnlySet<string> All { get; } = Runtime().Concat(Engines()).Concat(Operator()).Concat(FleetMetrics.All.Select(metric => metric.Name))
        .Concat(RuleFiles.Rules.Select(rule => (string?)rule["record"]).OfType<string>()).Concat(OfEngines).Concat(OfProcesses).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Runtime() =>
        typeof(RuntimeMetrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).SelectMany(Forms);

    private static IEnumerable<string> Engines() => ShippedEngines.ByName.Values.Select(engine => engine["spec"]!["metrics"].Deserialize<EngineMetricsSpec>(Wire)!)
        .SelectMany(metrics => new[] { metrics.PromptTokens, metrics.GeneratedTokens, metrics.Running, metrics.Waiting, metrics.KvUse, metrics.TimeToFirstToken }).OfType<string>().SelectMany(Forms);

    /// <summary>The counters of the operator's program, which is not ours to see but by its fields.</summary>
    private static IEnumerable<string> Operator() => Assembly.Load("InferOps.Operator.Host").GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)).Where(field => typeof(Collector).IsAssignableFrom(field.FieldType))
        .SelectMany(field => Forms(((Collector)field.GetValue(null)!).Name));

    /// <summary>A histogram is three series.</summary>
    private static string[] Forms(string name) =>
        name.EndsWith("_total", StringComparison.Ordinal) ? [name] : [name, $"{name}_bucket", $"{name}_sum", $"{name}_count"];
}
