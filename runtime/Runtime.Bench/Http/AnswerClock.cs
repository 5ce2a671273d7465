using InferOps.Runtime.Bench.Results;

namespace InferOps.Runtime.Bench.Http;

/// <summary>Notes when the parts of one answer came.</summary>
internal sealed class AnswerClock(TimeProvider time, GapLog? gaps)
{
    private readonly long _sentAt = time.GetTimestamp();
    private long _lastAt;
    private TimeSpan _first;
    private int _promptTokens;
    private int _outputTokens = -1;

    /// <summary>Events that carried text.</summary>
    public int Events { get; private set; }

    public void Note(StreamEvent next)
    {
        if (next.OutputTokens >= 0) (_promptTokens, _outputTokens) = (next.PromptTokens, next.OutputTokens);
        if (!next.HasText) return;
        var now = time.GetTimestamp();
        if (Events++ == 0) _first = time.GetElapsedTime(_sentAt, now);
        else gaps?.Add(time.GetElapsedTime(_lastAt, now));
        _lastAt = now;
    }

    public RequestResult End(Outcome outcome, int status, string message) => new()
    {
        Outcome = outcome, Status = status, Message = message, TimeToFirstToken = _first, Duration = time.GetElapsedTime(_sentAt),
        PromptTokens = Math.Max(_promptTokens, 0), OutputTokens = _outputTokens >= 0 ? _outputTokens : Events,
    };
}
