namespace InferOps.Runtime.Core.Models;

/// <summary>Leaves the header reader from any depth; <see cref="ModelInspector"/> turns it into a <c>ModelFailure</c>.</summary>
internal sealed class GgufException : Exception
{
    private GgufException(string? reason, string message) : base(message) => Reason = reason;

    /// <summary>One of <see cref="Contract.ModelFailureReasons"/>; null when the bytes given end before the header does.</summary>
    public string? Reason { get; }

    public static GgufException MoreBytesNeeded => new(null, "the header is longer than the bytes given");

    public static GgufException NotGguf(string message) => new(Contract.ModelFailureReasons.ModelNotGguf, message);

    public static GgufException WrongKind(string message) => new(Contract.ModelFailureReasons.WrongKindOfFile, message);

    public static GgufException Truncated(string message) => new(Contract.ModelFailureReasons.ModelTruncated, message);

    public static GgufException Corrupt(string message) => new(Contract.ModelFailureReasons.ModelCorrupt, message);
}
