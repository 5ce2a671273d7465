using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using Prometheus;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>What a replica is doing now, and what it can do at most.</summary>
internal sealed class LoadGauges(MetricFactory make)
{
    private readonly Gauge _running = make.CreateGauge(RuntimeMetrics.RunningRequests, "Sequences being evaluated.");
    private readonly Gauge _waiting = make.CreateGauge(RuntimeMetrics.WaitingRequests, "Requests admitted and not yet given a sequence.");
    private readonly Gauge _slots = make.CreateGauge(RuntimeMetrics.SequenceSlots, "Sequences that can run at once.");
    private readonly Gauge _cellsUsed = make.CreateGauge(RuntimeMetrics.KvCellsUsed, "KV cells that running sequences hold.");
    private readonly Gauge _cellsCached = make.CreateGauge(RuntimeMetrics.KvCellsCached, "KV cells that nobody uses at the moment, kept for prompts that begin the same.");
    private readonly Gauge _cells = make.CreateGauge(RuntimeMetrics.KvCells, "KV cells in all.");
    private readonly Gauge _loadSeconds = make.CreateGauge(RuntimeMetrics.ModelLoadSeconds, "How long the model took to load.");

    public void Capacity(ModelDescription model, TimeSpan loadTime)
    {
        _slots.Set(model.MaxSequences);
        _cells.Set(model.ContextTokens);
        _loadSeconds.Set(loadTime.TotalSeconds);
    }

    public void Set(EngineLoad load)
    {
        _running.Set(load.Running);
        _waiting.Set(load.Waiting);
        _cellsUsed.Set(load.CellsUsed);
        _cellsCached.Set(load.CellsCached);
    }
}
