namespace InferOps.Runtime.Server.Errors;

/// <summary>The closed set of values of the <c>reason</c> label of rejected requests.</summary>
internal static class RejectionReasons
{
    public const string QueueFull = "queue_full";
    public const string RateLimited = "rate_limited";
    public const string KeyQueueFull = "key_queue_full";
    public const string Draining = "draining";
    public const string Loading = "loading";
    public const string EngineFault = "engine_fault";
    public const string InvalidRequest = "invalid_request";
    public const string UnknownModel = "unknown_model";
    public const string Unauthorized = "unauthorized";
    public const string BodyTooLarge = "body_too_large";
    public const string BodyMemoryFull = "body_memory_full";

    public static IReadOnlyList<string> All { get; } =
        [QueueFull, KeyQueueFull, RateLimited, Draining, Loading, EngineFault, InvalidRequest, UnknownModel, Unauthorized, BodyTooLarge, BodyMemoryFull];
}
