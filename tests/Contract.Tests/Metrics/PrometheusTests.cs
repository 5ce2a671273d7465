using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;
using InferOps.Sandbox;
using InferOps.Sandbox.Processes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Metrics;

/// <summary>Has Prometheus itself evaluate the queries over series that engines would export.</summary>
public sealed class PrometheusTests
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

    private static readonly EngineMetricsSpec Other = new() { PromptTokens = "vllm:prompt_tokens_total", GeneratedTokens = "vllm:generation_tokens_total", Waiting = "vllm:num_requests_waiting" };

    /// <summary>
    /// Two replicas of <c>busy</c>, an idle <c>still</c>, a service of another engine, one that exports both engines' names, one whose replica is gone, and one whose
    /// replica counts from zero again 15 seconds before it is asked for: neither a negative rate nor a gap.
    /// </summary>
    private static readonly (string Series, string Values)[] Input =
    [
        (Series(RuntimeMetrics.PromptTokens, "busy", "1"), "0+150x40"),
        (Series(RuntimeMetrics.PromptTokens, "busy", "2"), "0+300x40"),
        (Series(RuntimeMetrics.WaitingRequests, "busy", "1"), "3x40"),
        (Series(RuntimeMetrics.WaitingRequests, "busy", "2"), "4x40"),
        (Series(RuntimeMetrics.PromptTokens, "still", "3"), "700x40"),
        (Series("vllm:prompt_tokens_total", "other", "4"), "0+15x40"),
        (Series(RuntimeMetrics.PromptTokens, "both", "5"), "0+30x40"),
        (Series("vllm:prompt_tokens_total", "both", "5"), "0+30x40"),
        (Series(RuntimeMetrics.PromptTokens, "gone", "6"), "0+15x10 stale"),
        (Series(RuntimeMetrics.PromptTokens, "reset", "7"), "0+150x34 150+150x4"),
    ];

    public static TheoryData<Signal, string[]> Expected => new()
    {
        { Signal.PromptTokens, [Row("both", 2), Row("busy", 30), Row("other", 1), Row("reset", 10), Row("still", 0)] },
        { Signal.Waiting, [Row("busy", 7)] },
        { Signal.ReportingReplicas, [Row("both", 1), Row("busy", 2), Row("other", 1), Row("reset", 1), Row("still", 1)] },
        { Signal.SampleAge, [Row("both", 0), Row("busy", 0), Row("other", 0), Row("reset", 0), Row("still", 0)] },
        { Signal.ArrivedPromptTokens, [] },
        { Signal.MeanRequests, [] },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task Prometheus_answers_as_the_estimator_expects(Signal signal, string[] rows)
    {
        var query = Queries.For([Runtime, Other], TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1)).Single(query => query.Signal == signal);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Yaml.Write([Test(query.Text, rows)]), TestContext.Current.CancellationToken);
            (await Shell.RunAsync(Workspace.Tool("promtool"), ["test", "rules", file], cancellationToken: TestContext.Current.CancellationToken)).Checked("promtool test rules");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Series(string metric, string service, string replica) => $"{metric}{{namespace=\"default\", inferops_dev_service=\"{service}\", instance=\"{replica}\"}}";

    private static string Row(string service, double value) => string.Create(CultureInfo.InvariantCulture, $"{service} {value}");

    private static JsonObject Test(string query, string[] rows) => new()
    {
        ["evaluation_interval"] = "15s",
        ["tests"] = new JsonArray(new JsonObject
        {
            ["interval"] = "15s",
            ["input_series"] = new JsonArray([.. Input.Select(series => new JsonObject { ["series"] = series.Series, ["values"] = series.Values })]),
            ["promql_expr_test"] = new JsonArray(new JsonObject
            {
                ["expr"] = query,
                ["eval_time"] = "9m",
                ["exp_samples"] = new JsonArray([.. rows.Select(row => row.Split(' ')).Select(row => new JsonObject
                {
                    ["labels"] = $"{{namespace=\"default\", inferops_dev_service=\"{row[0]}\"}}",
                    ["value"] = double.Parse(row[1], CultureInfo.InvariantCulture),
                })]),
            }),
        }),
    };
}
