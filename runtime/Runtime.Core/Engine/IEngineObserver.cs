namespace InferOps.Runtime.Core.Engine;

/// <summary>What the engine reports as it happens, for metrics. Called on the engine thread, except <see cref="Arrived"/>; must be quick and must not throw.</summary>
public interface IEngineObserver
{
    /// <summary>A valid request arrived, admitted or not. Called on the submitter's thread.</summary>
    void Arrived(int promptTokens, int expectedTokens);

    /// <summary>A request got its sequence after <paramref name="queued"/> in the queue.</summary>
    void Started(TimeSpan queued);

    /// <summary>A request takes this many tokens of its prompt from cells that are in the cache already; they count as evaluated, too.</summary>
    void Reused(int promptTokens);

    /// <summary>One step was evaluated.</summary>
    void Stepped(StepSummary step);

    /// <summary>A running request gave its cells back and waits to evaluate its tokens again.</summary>
    void Preempted();

    /// <summary>Of <paramref name="drafted"/> tokens guessed ahead, the first <paramref name="accepted"/> were right.</summary>
    void Speculated(int drafted, int accepted);

    /// <summary>A request's first token, <paramref name="sinceArrival"/> after it came.</summary>
    void FirstToken(TimeSpan sinceArrival);

    /// <summary>A further token, <paramref name="sinceLast"/> after the one before it.</summary>
    void NextToken(TimeSpan sinceLast);

    /// <summary>A request was completed, <paramref name="sinceArrival"/> after it came.</summary>
    void Finished(TimeSpan sinceArrival);
}

/// <summary>What the engine is doing at one moment.</summary>
/// <param name="Running">Sequences being evaluated.</param>
/// <param name="Waiting">Requests admitted and not yet given a sequence.</param>
/// <param name="CellsUsed">KV cells that running sequences hold; one shared by several counts once.</param>
/// <param name="CellsCached">KV cells that nobody uses at the moment, kept for prompts that begin the same.</param>
public readonly record struct EngineLoad(int Running, int Waiting, int CellsUsed, int CellsCached);
