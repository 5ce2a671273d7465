using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Tests.Fakes;

internal sealed class RecordingObserver : IEngineObserver
{
    private int _arrived;
    private int _promptTokens;
    private int _generatedTokens;
    private int _firstTokens;
    private int _started;
    private int _reused;
    private int _finished;
    private int _preempted;
    private int _drafted;
    private int _accepted;

    public int ArrivedRequests => Volatile.Read(ref _arrived);

    public int PromptTokens => Volatile.Read(ref _promptTokens);

    public int GeneratedTokens => Volatile.Read(ref _generatedTokens);

    public int FirstTokens => Volatile.Read(ref _firstTokens);

    public int StartedRequests => Volatile.Read(ref _started);

    public int ReusedTokens => Volatile.Read(ref _reused);

    public int FinishedRequests => Volatile.Read(ref _finished);

    public int Preemptions => Volatile.Read(ref _preempted);

    public int DraftedTokens => Volatile.Read(ref _drafted);

    public int AcceptedTokens => Volatile.Read(ref _accepted);

    public void Arrived(int promptTokens, int expectedTokens) => Interlocked.Increment(ref _arrived);

    public void Started(TimeSpan queued) => Interlocked.Increment(ref _started);

    public void Reused(int promptTokens) => Interlocked.Add(ref _reused, promptTokens);

    public void Stepped(StepSummary step)
    {
        Interlocked.Add(ref _promptTokens, step.PromptTokens);
        Interlocked.Add(ref _generatedTokens, step.GeneratedTokens);
    }

    public void Preempted() => Interlocked.Increment(ref _preempted);

    public void Speculated(int drafted, int accepted)
    {
        Interlocked.Add(ref _drafted, drafted);
        Interlocked.Add(ref _accepted, accepted);
    }

    public void FirstToken(TimeSpan sinceArrival) => Interlocked.Increment(ref _firstTokens);

    public void NextToken(TimeSpan sinceLast)
    {
    }

    public void Finished(TimeSpan sinceArrival) => Interlocked.Increment(ref _finished);
}
