using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Why a pull stops; becomes the <see cref="ModelFailure"/> of its report.</summary>
internal sealed class PullException(string reason, string message) : Exception(message)
{
    /// <summary>How long the server asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The server has more to do than it can: fewer connections help.</summary>
    public bool Busy { get; init; }

    /// <summary>True when the same request may succeed a little later.</summary>
    public bool MayPass => reason == ModelFailureReasons.DownloadFailed;

    public ModelFailure ToFailure() => new() { Reason = reason, Message = Message };

    public static PullException DownloadFailed(string message) => new(ModelFailureReasons.DownloadFailed, message);

    public static PullException Unsupported(string message) => new(ModelFailureReasons.UnsupportedUri, message);

    public static PullException Denied(string message) => new(ModelFailureReasons.ModelAccessDenied, message);

    public static PullException NoSpace(string message) => new(ModelFailureReasons.NotEnoughDisk, message);
}
