using System.Text;

namespace InferOps.Runtime.Bench.Results;

/// <summary>A report as a table for people.</summary>
public static class ReportTable
{
    private static readonly double[] Shown = [50, 90, 95, 99];

    public static string Write(LoadReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        text.AppendLine($"requests    {report.Requests.Count} in {report.Duration.TotalSeconds:0.0} s: {Outcomes(report)}");
        text.AppendLine($"throughput  {report.RequestsPerSecond:0.00} requests/s, {report.OutputTokensPerSecond:0.0} output tok/s, {report.PromptTokensPerSecond:0.0} prompt tok/s");
        text.AppendLine();
        text.AppendLine($"{"milliseconds",-22}{"mean",10}{"p50",10}{"p90",10}{"p95",10}{"p99",10}{"max",10}{"count",10}");
        Line(text, "time to first token", report.TimeToFirstToken);
        Line(text, "between tokens", report.InterToken);
        Line(text, "whole answer", report.EndToEnd);
        if (report.Count(Outcome.Rejected) > 0) Line(text, "until rejected", report.RejectedAfter);
        foreach (var failure in Failures(report)) text.AppendLine(failure);
        return text.ToString();
    }

    private static string Outcomes(LoadReport report) =>
        string.Join(", ", Enum.GetValues<Outcome>().Where(outcome => report.Count(outcome) > 0).Select(outcome => $"{report.Count(outcome)} {Name(outcome)}"));

    private static string Name(Outcome outcome) => string.Concat(outcome.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();

    private static void Line(StringBuilder text, string name, Percentiles seconds)
    {
        if (seconds.Count == 0) return;
        text.Append($"{name,-22}{1000 * seconds.Mean,10:0.0}");
        foreach (var percent in Shown) text.Append($"{1000 * seconds.At(percent),10:0.0}");
        text.AppendLine($"{1000 * seconds.Max,10:0.0}{seconds.Count,10}");
    }

    /// <summary>One line for each kind of failure, with the words of the first.</summary>
    private static IEnumerable<string> Failures(LoadReport report) => report.Requests
        .Where(request => request.Outcome is not (Outcome.Completed or Outcome.Cancelled))
        .GroupBy(request => (request.Outcome, request.Status))
        .Select(group => $"{group.Count()} × {Name(group.Key.Outcome)}{(group.Key.Status > 0 ? $" ({group.Key.Status})" : "")}: {group.First().Message.Trim()}");
}
