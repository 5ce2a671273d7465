using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Deployments;

/// <summary>One ReplicaSet of a Deployment, in pods.</summary>
internal sealed record ReplicaCounts(string Name, int Wanted, int Available);

/// <summary>A rollout at one moment. <see cref="Old"/> is ordered oldest first.</summary>
internal sealed record Rollout(int Desired, int MaxSurge, int MaxUnavailable, ReplicaCounts New, IReadOnlyList<ReplicaCounts> Old);

/// <summary>
/// The next step of a rolling update: never more than desired + surge pods, never fewer than desired − unavailable of them available.
/// </summary>
internal static class RollingUpdate
{
    /// <summary>Pods wanted of each ReplicaSet, by name.</summary>
    public static IReadOnlyDictionary<string, int> Plan(Rollout rollout)
    {
        var grown = rollout.New with { Wanted = GrowNew(rollout) };
        var plan = ShrinkOld(rollout with { New = grown });
        plan[grown.Name] = grown.Wanted;
        return plan;
    }

    /// <summary>Both bounds in pods. A percentage of surge rounds up, of unavailable down; both zero would never move, so one pod may be missing.</summary>
    public static (int Surge, int Unavailable) Bounds(JsonNode? surge, JsonNode? unavailable, int desired)
    {
        var (more, fewer) = (Resolve(surge, desired, Math.Ceiling), Resolve(unavailable, desired, Math.Floor));
        return more == 0 && fewer == 0 ? (0, 1) : (more, Math.Min(fewer, desired));
    }

    private static int GrowNew(Rollout rollout)
    {
        if (rollout.New.Wanted >= rollout.Desired) return rollout.Desired;
        var total = rollout.New.Wanted + rollout.Old.Sum(old => old.Wanted);
        var room = rollout.Desired + rollout.MaxSurge - total;
        return rollout.New.Wanted + Math.Clamp(room, 0, rollout.Desired - rollout.New.Wanted);
    }

    private static Dictionary<string, int> ShrinkOld(Rollout rollout)
    {
        var plan = rollout.Old.ToDictionary(old => old.Name, old => old.Wanted);
        var least = rollout.Desired - rollout.MaxUnavailable;
        var total = rollout.New.Wanted + rollout.Old.Sum(old => old.Wanted);
        // Pods of the new template that are still starting count as missing: they may never start.
        var budget = total - least - Math.Max(0, rollout.New.Wanted - rollout.New.Available);

        // Old pods that are not available serve nobody, so they go first and free.
        foreach (var old in rollout.Old)
        {
            var broken = Math.Min(Math.Max(0, old.Wanted - old.Available), Math.Max(0, budget));
            plan[old.Name] -= broken;
            budget -= broken;
        }

        var spare = Math.Min(budget, rollout.New.Available + rollout.Old.Sum(old => old.Available) - least);
        foreach (var old in rollout.Old)
        {
            var down = Math.Min(plan[old.Name], Math.Max(0, spare));
            plan[old.Name] -= down;
            spare -= down;
        }

        return plan;
    }

    private static int Resolve(JsonNode? value, int desired, Func<double, double> round)
    {
        if (value.Whole() is { } whole) return (int)whole;
        var text = value.Text() ?? "25%";
        return text.EndsWith('%')
            ? (int)round(desired * double.Parse(text[..^1], CultureInfo.InvariantCulture) / 100)
            : int.Parse(text, CultureInfo.InvariantCulture);
    }
}
