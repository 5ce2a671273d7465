using InferOps.Sandbox.Load;

namespace InferOps.Sandbox.Demo;

/// <summary>What must be true of the story as it was seen. Each check has a sentence, and what contradicts it.</summary>
internal static class Checks
{
    public static IReadOnlyList<(string Sentence, string? Contradiction)> Of(IReadOnlyList<Observation> seen, LoadGenerator load, IReadOnlyList<string> eventMessages) =>
    [
        ("on-premises fills before dedicated is used", First(seen, now => now.DesiredOn("dedicated") > 0 && now.DesiredOn("onprem") < 2)),
        ("dedicated fills before cloud is used, and cloud goes first afterwards", First(seen, now => now.DesiredOn("cloud") > 0 && (now.DesiredOn("dedicated") < 2 || now.DesiredOn("onprem") < 2))),
        ("cloud is used in the burst", seen.Any(now => now.Phase == "burst" && now.DesiredOn("cloud") > 0) ? null : "no cloud replica was asked for"),
        ("cloud is not used before the burst", First(seen.TakeWhile(now => now.Phase != "burst"), now => now.DesiredOn("cloud") > 0)),
        ("the service comes home to one on-premises replica", seen[^1] is { Desired: 1 } last && last.DesiredOn("onprem") == 1 ? null : Describe(seen[^1])),
        ("the burst costs more, and only the burst", Cost(seen)),
        ("no request failed", load.Failures.Count == 0 ? null : $"{load.Failures.Count} failed, the first: {load.Failures.First()}"),
        ("requests were answered", load.Completed >= 100 ? null : $"only {load.Completed} were"),
        ("every step is in status.scaling.history, with its reason", Unexplained(seen)),
        ("every step has an Event", Untold(seen, eventMessages)),
    ];

    private static string? Cost(IReadOnlyList<Observation> seen)
    {
        var before = seen.TakeWhile(now => now.Phase != "burst").Max(now => now.HourlyCost);
        var burst = seen.Where(now => now.Phase == "burst").Max(now => now.HourlyCost);
        return burst > before && seen[^1].HourlyCost <= before ? null : $"${before}/h before, ${burst}/h in the burst, ${seen[^1].HourlyCost}/h at the end";
    }

    private static IEnumerable<HistoryEntry> Steps(IReadOnlyList<Observation> seen) => seen.SelectMany(now => now.History).Distinct();

    private static string? Unexplained(IReadOnlyList<Observation> seen)
    {
        var steps = Steps(seen).ToList();
        if (steps.FirstOrDefault(step => step.Reason.Length == 0 || step.Message.Length == 0) is { } silent) return $"{silent.From} to {silent.To} has no reason";
        return seen.Zip(seen.Skip(1)).Where(pair => pair.First.Desired != pair.Second.Desired)
            .Where(pair => !Explained(steps, pair.First.Desired, pair.Second.Desired))
            .Select(pair => $"{pair.First.Desired} to {pair.Second.Desired} at {pair.Second.Time.TotalSeconds:0} s").FirstOrDefault();
    }

    /// <summary>Between two looks the number may have changed twice; then a chain of steps leads from one to the other.</summary>
    private static bool Explained(List<HistoryEntry> steps, int from, int to) =>
        steps.Any(step => step.From == from && step.To == to) || steps.Any(step => step.From == from && steps.Any(next => next.From == step.To && next.To == to));

    private static string? Untold(IReadOnlyList<Observation> seen, IReadOnlyList<string> messages) => Steps(seen)
        .Where(step => step.From != step.To && !messages.Any(message => message.StartsWith($"{step.From} to {step.To} replicas", StringComparison.Ordinal)))
        .Select(step => $"{step.From} to {step.To} ({step.Reason}) has none").FirstOrDefault();

    private static string? First(IEnumerable<Observation> seen, Func<Observation, bool> contradicts) => seen.FirstOrDefault(contradicts) is { } found ? Describe(found) : null;

    private static string Describe(Observation now) =>
        $"at {now.Time.TotalSeconds:0} s ({now.Phase}): " + string.Join(", ", now.Pools.Select(pool => $"{pool.Key} {pool.Value.Desired}"));
}
