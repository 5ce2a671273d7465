using System.Globalization;
using InferOps.Operator.Core.Advice;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Rules;

namespace InferOps.Operator.Simulator.Tests.Scenarios;

/// <summary>What happens to a cluster beyond its load. Lines of <c>seconds,what,where</c>.</summary>
internal sealed class Happenings(IEnumerable<string> lines, RuleParts parts, SimulatedCluster cluster, Story story)
{
    private readonly Queue<(double At, string What, string Where)> _left = new(
        lines.Skip(1).Select(line => line.Split(',')).Select(part => (double.Parse(part[0], CultureInfo.InvariantCulture), part[1], part[2])));

    public required Func<IReadOnlyList<CommitmentAdvice>> Advise { get; init; }

    public void Happen()
    {
        while (_left.TryPeek(out var next) && next.At <= parts.Time.Seconds)
        {
            _left.Dequeue();
            story.Tell($"{next.What} {next.Where}".TrimEnd());
            Happen(next.What, next.Where);
        }
    }

    private void Happen(string what, string where)
    {
        var service = new ObjectKey("default", where);
        switch (what)
        {
            case "no stock in": parts.Fleet.Stuck.Add(where); break;
            case "stock again in": parts.Fleet.Stuck.Remove(where); break;
            case "provider takes back": parts.Fleet.Interrupt(where, parts.Time.Seconds); break;
            case "Prometheus is away": parts.Prometheus.Away = "connection refused"; break;
            case "Prometheus is back": parts.Prometheus.Away = null; break;
            case "rollout begins of": cluster.Rolling.Add(service); break;
            case "rollout ends of": cluster.Rolling.Remove(service); break;
            case "minReplicas 1 for": cluster.Change(service, spec => spec with { Scaling = spec.Scaling! with { MinReplicas = 1, IdleAfter = null } }); break;
            case "it goes on like this": foreach (var advice in Advise()) story.Tell($"{advice.Pool}: {AdviceText.Of(advice)}"); break;
            default: throw new FormatException($"nobody knows what '{what}' is");
        }
    }
}
