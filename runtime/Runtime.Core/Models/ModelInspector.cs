using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Core.Models;

/// <summary>Reads what a model file says about itself, in managed code, before any native code sees it.</summary>
public static class ModelInspector
{
    private const int FirstRead = 1 << 16;

    /// <summary>A header longer than this is damage: the largest vocabularies take about 20 MiB.</summary>
    private const int LongestHeader = 1 << 27;

    /// <summary>Reads no more of <paramref name="file"/> than its header needs, and never trusts a number in it.</summary>
    /// <param name="file">The file from its first byte; read forward only.</param>
    /// <param name="fileBytes">Length of the whole file.</param>
    /// <param name="kind">What the file must be.</param>
    /// <returns>Facts, or why there are none. Failures of the stream itself (<see cref="IOException"/>) are the caller's to judge.</returns>
    public static Task<ModelReport> InspectAsync(Stream file, long fileBytes, ModelFileKind kind, CancellationToken cancellationToken) =>
        InspectAsync(file, fileBytes, new ExpectedFile(kind), cancellationToken);

    /// <summary>The same for a part of a model; the reports of all parts are joined by <see cref="SplitModel.Join"/>.</summary>
    public static async Task<ModelReport> InspectAsync(Stream file, long fileBytes, ExpectedFile expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var buffer = new byte[FirstRead];
        var filled = 0;
        while (true)
        {
            var read = await file.ReadAtLeastAsync(buffer.AsMemory(filled), buffer.Length - filled, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            filled += read;
            if (Inspect(buffer.AsSpan(0, filled), fileBytes, expected) is { } report) return report;
            if (filled < buffer.Length || filled >= fileBytes) return Refused(ModelFailureReasons.ModelTruncated, $"the file ends inside its header, after {filled} bytes");
            if (filled >= LongestHeader) return Refused(ModelFailureReasons.ModelCorrupt, $"the header is longer than {LongestHeader} bytes");
            Array.Resize(ref buffer, buffer.Length * 4);
        }
    }

    /// <summary>The report on a file that starts with these bytes; null when its header goes on after them.</summary>
    internal static ModelReport? Inspect(ReadOnlySpan<byte> start, long fileBytes, ExpectedFile expected)
    {
        try
        {
            return new ModelReport { Facts = ModelFactsSummarizer.Summarize(GgufHeader.Read(start), fileBytes, expected) };
        }
        catch (GgufException failure)
        {
            return failure.Reason is { } reason ? Refused(reason, failure.Message) : null;
        }
    }

    private static ModelReport Refused(string reason, string message) =>
        new() { Failure = new ModelFailure { Reason = reason, Message = message } };
}
