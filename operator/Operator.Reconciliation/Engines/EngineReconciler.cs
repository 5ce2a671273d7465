using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Operator.Core.Validation;
using InferOps.Operator.Reconciliation.Services;

namespace InferOps.Operator.Reconciliation.Engines;

/// <summary>Keeps the status of an InferenceEngine current.</summary>
public sealed class EngineReconciler(IClusterApi cluster, TimeProvider time)
{
    private const string Kind = "InferenceEngine";

    /// <returns>When to look again if nothing happens before.</returns>
    public async Task<TimeSpan> ReconcileAsync(string name, CancellationToken cancellationToken)
    {
        if (cluster.Fleet().Engines.FirstOrDefault(engine => engine.Name == name) is not { } engine) return Rhythm.Resync;
        var status = EngineStatusSummarizer.Summarize(engine, InferenceEngineValidator.Validate(engine.Spec), cluster.UsersOf(name), time.GetUtcNow());
        var (before, after) = (StatusJson.Of(engine.Status), StatusJson.Of(status));
        if (!JsonNode.DeepEquals(before, after)) await cluster.WriteStatusAsync(new(Api.GroupVersion, Kind, "", name), after, cancellationToken);
        return Rhythm.Resync;
    }
}
