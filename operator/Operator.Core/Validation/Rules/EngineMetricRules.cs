using System.Text.RegularExpressions;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>Names of series are Prometheus names, so that they can stand in a query as they are.</summary>
internal static partial class EngineMetricRules
{
    public static void Check(EngineMetricsSpec metrics, ViolationList violations)
    {
        Series("arrivedPromptTokens", metrics.ArrivedPromptTokens, violations);
        Series("arrivedGeneratedTokens", metrics.ArrivedGeneratedTokens, violations);
        Series("promptTokens", metrics.PromptTokens, violations);
        Series("generatedTokens", metrics.GeneratedTokens, violations);
        Series("running", metrics.Running, violations);
        Series("waiting", metrics.Waiting, violations);
        Series("kvUse", metrics.KvUse, violations);
        Series("timeToFirstToken", metrics.TimeToFirstToken, violations);
    }

    private static void Series(string field, string? name, ViolationList violations)
    {
        if (name is not null && !SeriesName().IsMatch(name))
            violations.Add($"spec.metrics.{field}", ValidationReasons.InvalidMetricName, $"'{name}' is not the name of a Prometheus series");
    }

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex SeriesName();
}
