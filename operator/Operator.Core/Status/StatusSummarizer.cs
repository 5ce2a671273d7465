using System.Text.Json;
using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Status;

/// <summary>Turns what was found and decided into the status of an InferenceService, and what changed into events.</summary>
public static class StatusSummarizer
{
    /// <summary>The same world gives the same status, so a resync writes nothing.</summary>
    public static StatusResult Summarize(StatusInput input)
    {
        var name = input.Service.Key.Name;
        var replicas = input.Replicas.ToList();
        var throughput = ThroughputSummarizer.Summarize(input.Previous.Throughput, input.Decision?.Throughput, runsNothing: replicas.Count == 0);
        var placement = PlacementSummarizer.Summarize(input, throughput);
        var advice = AdviceSummarizer.Summarize(input, placement);
        var status = new InferenceServiceStatus
        {
            ObservedGeneration = input.Service.Generation,
            Conditions = ConditionList.Continue(input.Previous.Conditions, [.. Findings(input), (ConditionTypes.CommitmentAdvice, AdviceSummarizer.Finding(input, placement, advice))], input.Service.Generation, input.Now),
            Replicas = replicas.Count,
            ReadyReplicas = replicas.Count(pod => pod.Ready),
            DesiredReplicas = input.Decision?.Replicas ?? input.Previous.DesiredReplicas,
            Selector = Names.Selector(name),
            Url = Names.Url(input.Service.Key),
            Engine = EffectiveEngineUse.NameOf(input.Service.Spec),
            Model = ModelSummarizer.Summarize(input),
            Throughput = throughput,
            Placement = placement,
            Scaling = DecisionSummarizer.Summarize(input, placement),
            Advice = advice.Count == 0 ? null : advice,
        };
        return new StatusResult(status, EventSummarizer.Summarize(input.Previous, status), Changed: !Same(input.Previous, status));
    }

    private static (string, Finding)[] Findings(StatusInput input)
    {
        var spec = SpecValidSummarizer.Summarize(input.Violations);
        var placed = PlacedSummarizer.Summarize(input);
        var available = AvailableSummarizer.Summarize(input);
        return
        [
            (ConditionTypes.Ready, ReadySummarizer.Ready(spec, placed, available)),
            (ConditionTypes.SpecValid, spec),
            (ConditionTypes.Placed, placed),
            (ConditionTypes.Available, available),
            (ConditionTypes.MetricsAvailable, ScalingSummarizer.Metrics(input)),
            (ConditionTypes.ScalingActive, ScalingSummarizer.Active(input)),
            (ConditionTypes.Stalled, ReadySummarizer.Stalled(spec, placed, available)),
        ];
    }

    /// <summary>By what would be written: records with lists compare those by reference.</summary>
    private static bool Same(InferenceServiceStatus one, InferenceServiceStatus other) =>
        JsonSerializer.SerializeToUtf8Bytes(one).AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(other));
}
