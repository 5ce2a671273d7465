namespace InferOps.Runtime.Contract;

/// <summary>The metric names the runtime exports and the operator queries. A test holds that no query names anything else.</summary>
public static class RuntimeMetrics
{
    /// <summary>Counter: prompt tokens evaluated, cached ones included.</summary>
    public const string PromptTokens = "inferops_prompt_tokens_total";

    /// <summary>Counter: prompt tokens taken from cached KV cells instead of being evaluated.</summary>
    public const string CachedPromptTokens = "inferops_cached_prompt_tokens_total";

    /// <summary>Counter: tokens generated.</summary>
    public const string GeneratedTokens = "inferops_generated_tokens_total";

    /// <summary>Counter: prompt tokens of requests at arrival, rejected ones included. The demand that served counts cannot show.</summary>
    public const string ArrivedPromptTokens = "inferops_arrived_prompt_tokens_total";

    /// <summary>Counter: generation tokens asked for at arrival (the expected length, at most max_tokens), rejected ones included.</summary>
    public const string ArrivedGeneratedTokens = "inferops_arrived_generated_tokens_total";

    /// <summary>Counter by <c>endpoint</c>: requests that arrived with a valid body.</summary>
    public const string Requests = "inferops_requests_total";

    /// <summary>Counter by <c>reason</c>: requests answered without a generation (429, 503, 4xx).</summary>
    public const string RejectedRequests = "inferops_rejected_requests_total";

    /// <summary>Counter by <c>reason</c>: generations that ended, whole (stop, length, …) or not (cancelled, draining, engine_fault).</summary>
    public const string FinishedGenerations = "inferops_finished_generations_total";

    /// <summary>Histogram, tokens: the prompt of a served request.</summary>
    public const string RequestPromptTokens = "inferops_request_prompt_tokens";

    /// <summary>Histogram, tokens: the length of one generation.</summary>
    public const string GenerationTokens = "inferops_generation_tokens";

    /// <summary>Counter by <c>key</c>, the name the key file gives: prompt tokens of served requests.</summary>
    public const string KeyPromptTokens = "inferops_key_prompt_tokens_total";

    /// <summary>Counter by <c>key</c>, the name the key file gives: tokens generated.</summary>
    public const string KeyGeneratedTokens = "inferops_key_generated_tokens_total";

    /// <summary>Gauge: sequences being evaluated.</summary>
    public const string RunningRequests = "inferops_running_requests";

    /// <summary>Gauge: requests admitted and not yet given a sequence.</summary>
    public const string WaitingRequests = "inferops_waiting_requests";

    /// <summary>Gauge: sequences that can run at once.</summary>
    public const string SequenceSlots = "inferops_sequence_slots";

    /// <summary>Gauge: KV cells that running sequences hold.</summary>
    public const string KvCellsUsed = "inferops_kv_cells_used";

    /// <summary>Gauge: KV cells that nobody uses at the moment, kept for prompts that begin the same.</summary>
    public const string KvCellsCached = "inferops_kv_cells_cached";

    /// <summary>Gauge: KV cells in all.</summary>
    public const string KvCells = "inferops_kv_cells";

    /// <summary>Histogram, seconds: arrival to first token.</summary>
    public const string TimeToFirstToken = "inferops_time_to_first_token_seconds";

    /// <summary>Histogram, seconds: between two tokens of one sequence.</summary>
    public const string InterTokenLatency = "inferops_inter_token_latency_seconds";

    /// <summary>Histogram, seconds: arrival to last token.</summary>
    public const string RequestDuration = "inferops_request_duration_seconds";

    /// <summary>Histogram, seconds: arrival to first evaluation.</summary>
    public const string QueueTime = "inferops_queue_time_seconds";

    /// <summary>Histogram, seconds: one engine step.</summary>
    public const string StepDuration = "inferops_step_duration_seconds";

    /// <summary>Histogram, 0 … 1: part of the largest batch that a step evaluated.</summary>
    public const string BatchFill = "inferops_batch_fill_ratio";

    /// <summary>Counter: running requests that gave their cells back and evaluated their tokens again.</summary>
    public const string Preemptions = "inferops_preemptions_total";

    /// <summary>Counter: tokens guessed ahead.</summary>
    public const string DraftedTokens = "inferops_drafted_tokens_total";

    /// <summary>Counter: tokens guessed ahead that were right.</summary>
    public const string AcceptedDraftTokens = "inferops_accepted_draft_tokens_total";

    /// <summary>Counter: times the engine failed or hung. The replica ends with the first.</summary>
    public const string EngineFaults = "inferops_engine_faults_total";

    /// <summary>Gauge, seconds: how long the model took to load.</summary>
    public const string ModelLoadSeconds = "inferops_model_load_seconds";
}
