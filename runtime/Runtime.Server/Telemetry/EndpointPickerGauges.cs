using System.Globalization;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using Prometheus;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>The load of a replica for endpoint pickers, under vLLM's names.</summary>
internal sealed class EndpointPickerGauges(MetricFactory make)
{
    // Cells are handed out one by one. Pickers guess by blocks which replica has a prompt's beginning: blocks of one token would only cost them memory.
    private const int BlockTokens = 16;

    private readonly Gauge _running = make.CreateGauge(EndpointPickerMetrics.Running, "Sequences being evaluated.");
    private readonly Gauge _waiting = make.CreateGauge(EndpointPickerMetrics.Waiting, "Requests admitted and not yet given a sequence.");
    private readonly Gauge _kvUse = make.CreateGauge(EndpointPickerMetrics.KvUse, "Part of the KV cells that running sequences hold, 0 to 1.");
    private readonly Gauge _kvUseFormerly = make.CreateGauge(EndpointPickerMetrics.KvUseFormerly, "Part of the KV cells that running sequences hold, 0 to 1.");
    private readonly Gauge _cache = make.CreateGauge(EndpointPickerMetrics.CacheConfig, "Size of the KV cache.", ["block_size", "num_gpu_blocks"]);
    private readonly Gauge _adapters = make.CreateGauge(
        EndpointPickerMetrics.Adapters, "LoRA adapters: all of them are loaded all the time.", ["max_lora", "running_lora_adapters", "waiting_lora_adapters"]);

    private int _cells = 1;

    public void Capacity(ModelDescription model, DateTimeOffset now)
    {
        _cells = model.ContextTokens;
        _cache.WithLabels(Text(BlockTokens), Text(model.ContextTokens / BlockTokens)).Set(1);
        if (model.Adapters.Count > 0) _adapters.WithLabels(Text(model.Adapters.Count), string.Join(',', model.Adapters), "").Set(now.ToUnixTimeSeconds());
    }

    public void Set(EngineLoad load)
    {
        _running.Set(load.Running);
        _waiting.Set(load.Waiting);
        var used = (double)load.CellsUsed / _cells;
        _kvUse.Set(used);
        _kvUseFormerly.Set(used);
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
