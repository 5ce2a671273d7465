using System.Globalization;
using System.Text;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;

namespace InferOps.Operator.Simulator.Tests.Scenarios;

/// <summary>What a run's statuses tell, one line for each thing that changed: replicas by pool and why, pools that were not used and why, conditions.</summary>
internal sealed class Story(Func<double> seconds)
{
    private static readonly string[] Told = [ConditionTypes.Placed, ConditionTypes.MetricsAvailable, ConditionTypes.Stalled];
    private readonly StringBuilder _text = new();

    public void Tell(ObjectKey service, InferenceServiceStatus before, InferenceServiceStatus after)
    {
        if (Newest(after) is { } newest && Change(newest) is var change && (newest.Time != Newest(before)?.Time || change != Change(Newest(before)!))) Line(service, change);
        var (was, now) = (Rejections(before), Rejections(after));
        if (was != now && now.Length > 0) Line(service, $"not used: {now}");
        foreach (var type in Told)
        {
            var (earlier, later) = (State(before, type), State(after, type));
            // What is not known yet at the start is no story.
            if (later is not null && earlier != later && later != "Stalled False NotStalled" && !(earlier is null && later.Contains("Unknown", StringComparison.Ordinal))) Line(service, later);
        }
    }

    public void Tell(string what) => _text.Append(CultureInfo.InvariantCulture, $"{Time()} *** {what}\n");

    public override string ToString() => _text.ToString();

    private static ScalingRecord? Newest(InferenceServiceStatus status) => status.Scaling?.History is [var newest, ..] ? newest : null;

    private static string Change(ScalingRecord record)
    {
        var replicas = record.From == record.To ? $"{record.To} replicas" : $"{record.From} -> {record.To} replicas";
        var pools = string.Join(", ", (record.Pools ?? []).Select(pool => $"{pool.Name} {pool.From} -> {pool.To}"));
        var limits = record.LimitedBy is { Count: > 0 } limited ? $" (limited by {string.Join(", ", limited)})" : "";
        return $"{record.Reason}, {replicas}{(pools.Length > 0 ? ": " : "")}{pools}{limits}";
    }

    private static string Rejections(InferenceServiceStatus status) => string.Join(", ", (status.Placement?.Rejected ?? []).Select(pool => $"{pool.Name} {pool.Reason}"));

    private static string? State(InferenceServiceStatus status, string type) =>
        status.Conditions?.FirstOrDefault(condition => condition.Type == type) is { } condition ? $"{type} {condition.Status} {condition.Reason}" : null;

    private void Line(ObjectKey service, string text) => _text.Append(CultureInfo.InvariantCulture, $"{Time()} {service.Name,-5} {text}\n");

    private string Time() => TimeSpan.FromSeconds(seconds()).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
}
