namespace InferOps.Runtime.Bench.Results;

/// <summary>How a request ended.</summary>
public enum Outcome
{
    /// <summary>The whole answer came.</summary>
    Completed,

    /// <summary>The client left in the middle, as it was told to.</summary>
    Cancelled,

    /// <summary>HTTP 429 or 503: the server said at once that it is full.</summary>
    Rejected,

    /// <summary>Any other status but 200.</summary>
    Refused,

    /// <summary>An error event in the stream.</summary>
    ErrorEvent,

    /// <summary>The stream ended before it said that it is done, or says what nobody understands.</summary>
    BrokenStream,

    /// <summary>No connection, or it was lost.</summary>
    ConnectionFailed,

    /// <summary>No answer within the client's patience.</summary>
    TimedOut,
}
