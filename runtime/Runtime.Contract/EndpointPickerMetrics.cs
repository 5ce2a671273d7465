namespace InferOps.Runtime.Contract;

/// <summary>
/// The load of a replica once more, under the names by which vLLM exports it: endpoint pickers of the Gateway API Inference Extension read these by default.
/// </summary>
/// <remarks>
/// Whoever sums a metric over engines joins its names with <c>or</c>, which drops a series whose labels it has already. So none of these has a label that
/// <see cref="RuntimeMetrics"/>' own lacks, or a replica would count twice.
/// </remarks>
public static class EndpointPickerMetrics
{
    /// <summary>Gauge: sequences being evaluated.</summary>
    public const string Running = "vllm:num_requests_running";

    /// <summary>Gauge: requests admitted and not yet given a sequence.</summary>
    public const string Waiting = "vllm:num_requests_waiting";

    /// <summary>Gauge, 0 … 1: part of the KV cells that running sequences hold.</summary>
    public const string KvUse = "vllm:kv_cache_usage_perc";

    /// <summary>Gauge, 0 … 1: the same, as pickers of 2025 ask for it.</summary>
    public const string KvUseFormerly = "vllm:gpu_cache_usage_perc";

    /// <summary>Gauge, always 1: the cache's size, in the labels <c>block_size</c> (tokens) and <c>num_gpu_blocks</c>.</summary>
    public const string CacheConfig = "vllm:cache_config_info";

    /// <summary>
    /// Gauge, Unix seconds: the LoRA adapters, in the labels <c>max_lora</c>, <c>running_lora_adapters</c> and <c>waiting_lora_adapters</c>. All of a replica's
    /// adapters are loaded all the time; a replica without any exports no series.
    /// </summary>
    public const string Adapters = "vllm:lora_requests_info";
}
