using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Why a pull stops; becomes the <see cref="ModelFailure"/> of its report.</summary>
internal sealed class PullException(string reason, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>How long the server asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>True when the same request may succeed a little later.</summary>
    public bool MayPass => reason == ModelFailureReasons.DownloadFailed;

    public ModelFailure ToFailure() => new() { Reason = reason, Message = Message };

    public static PullException DownloadFailed(string message, TimeSpan? retryAfter = null) => new(ModelFailureReasons.DownloadFailed, message, retryAfter);

    public static PullException Unsupported(string message) => new(ModelFailureReasons.UnsupportedUri, message);
}
