namespace InferOps.Runtime.Bench.Results;

/// <summary>What a load measured.</summary>
/// <param name="Requests">Every request, in order of completion.</param>
/// <param name="Gaps">Times between the texts of each stream, in seconds.</param>
/// <param name="Duration">From the first request to the end of the last answer.</param>
public sealed record LoadReport(IReadOnlyList<RequestResult> Requests, IReadOnlyList<float> Gaps, TimeSpan Duration)
{
    /// <summary>Tokens generated, per second, those of cancelled answers included.</summary>
    public double OutputTokensPerSecond => OutputTokens / Duration.TotalSeconds;

    public double PromptTokensPerSecond => Requests.Sum(request => (double)request.PromptTokens) / Duration.TotalSeconds;

    public double RequestsPerSecond => Count(Outcome.Completed) / Duration.TotalSeconds;

    public long OutputTokens => Requests.Sum(request => (long)request.OutputTokens);

    /// <summary>Seconds.</summary>
    public Percentiles TimeToFirstToken => new(Answered.Where(request => request.TimeToFirstToken > TimeSpan.Zero).Select(request => request.TimeToFirstToken.TotalSeconds));

    /// <summary>Seconds between the texts of a stream.</summary>
    public Percentiles InterToken => new(Gaps.Select(gap => (double)gap));

    /// <summary>Seconds to the end of completed answers.</summary>
    public Percentiles EndToEnd => new(Requests.Where(request => request.Outcome == Outcome.Completed).Select(request => request.Duration.TotalSeconds));

    /// <summary>Seconds until a full server said so.</summary>
    public Percentiles RejectedAfter => new(Requests.Where(request => request.Outcome == Outcome.Rejected).Select(request => request.Duration.TotalSeconds));

    /// <summary>Requests that neither completed, nor were cancelled by their client, nor rejected by a full server.</summary>
    public int Failed => Requests.Count(request => request.Outcome is not (Outcome.Completed or Outcome.Cancelled or Outcome.Rejected));

    private IEnumerable<RequestResult> Answered => Requests.Where(request => request.Outcome is Outcome.Completed or Outcome.Cancelled);

    public int Count(Outcome outcome) => Requests.Count(request => request.Outcome == outcome);

    /// <exception cref="InvalidOperationException">Not every request was answered in full; the message names the first that was not.</exception>
    public LoadReport Complete()
    {
        var bad = Requests.FirstOrDefault(request => request.Outcome != Outcome.Completed);
        return Requests.Count == Count(Outcome.Completed) ? this : throw new InvalidOperationException($"{Requests.Count - Count(Outcome.Completed)} of {Requests.Count} requests were not answered; {bad.Outcome} {bad.Status}: {bad.Message}");
    }
}
