namespace InferOps.Operator.Core.Status;

/// <summary>The closed set of event reasons: what happened, once, when it happened.</summary>
public static class EventReasons
{
    public const string SpecRejected = "SpecRejected";
    public const string SpecAccepted = "SpecAccepted";
    public const string ModelRead = "ModelRead";
    public const string Placed = "Placed";
    public const string Moved = "Moved";
    public const string PlacementFailed = "PlacementFailed";
    public const string BecameReady = "BecameReady";
    public const string BecameUnready = "BecameUnready";
    public const string MetricsLost = "MetricsLost";
    public const string MetricsRecovered = "MetricsRecovered";
    public const string Stalled = "Stalled";
    public const string Resumed = "Resumed";

    /// <summary>Other commitments would be cheaper, in a way that was not said before.</summary>
    public const string CommitmentAdvised = "CommitmentAdvised";

    /// <summary>The API server refused one of the service's objects: a quota, an admission webhook, missing rights.</summary>
    public const string ApplyRefused = "ApplyRefused";
}

/// <summary>An event to record. <paramref name="Reason"/> is one of <see cref="EventReasons"/> or of the scaling reasons.</summary>
public sealed record ServiceEvent(bool Warning, string Reason, string Message);
