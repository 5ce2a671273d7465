using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

/// <summary>Whatever runs beside a request, waits, leaves, is preempted or shares its prefix: its tokens are those it would get alone.</summary>
public sealed class DeterminismTests
{
    private const int Schedules = 600;
    private const int LatestEvent = 80;

    [Fact]
    public void No_schedule_changes_a_token_loses_a_cell_or_stands_still()
    {
        var (preempted, reused, adapterChanges) = (0, 0, 0);
        for (var seed = 0; seed < Schedules; seed++)
        {
            try
            {
                var loop = Run(RandomSchedule.Of(seed));
                preempted += loop.Observer.Preemptions;
                reused += loop.Observer.ReusedTokens;
                adapterChanges += loop.Model.AdapterChanges;
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"schedule {seed}: {failure.Message}", failure);
            }
        }

        // What is tested must have happened.
        Assert.True(preempted > Schedules / 10, $"{preempted} preemptions");
        Assert.True(reused > 20 * Schedules, $"{reused} shared tokens");
        Assert.True(adapterChanges > Schedules, $"{adapterChanges} changes of the adapter");
    }

    private static SteppedLoop Run(RandomSchedule schedule)
    {
        var lone = new SteppedLoop(schedule.Model with { MaxSequences = 1, ContextTokens = 1000, PhysicalCells = null, SharesPrefixes = false });
        var loop = new SteppedLoop(schedule.Model, new EngineOptions { PrefillTokensWhileDecoding = schedule.PrefillTokens, Speculation = schedule.Speculation });
        var generations = new Generation?[schedule.Requests.Count];
        for (var step = 0; step < LatestEvent; step++)
        {
            for (var i = 0; i < generations.Length; i++)
            {
                if (schedule.Requests[i].Arrival == step) generations[i] = loop.Submit(schedule.Requests[i].Asked);
                if (schedule.Requests[i].Departure == step) Depart(loop, generations[i]!);
            }

            if (loop.Loop.HasWork) loop.Step();
        }

        loop.RunToEnd(mostSteps: 20_000);
        Assert.Equal(0, loop.Loop.Cells.Used);
        for (var i = 0; i < generations.Length; i++) CheckAnswer(schedule.Requests[i], SteppedLoop.Read(generations[i]!), lone.Answer(schedule.Requests[i].Asked));
        CheckCounts(loop, generations!);
        return loop;
    }

    private static void Depart(SteppedLoop loop, Generation generation)
    {
        generation.Dispose();
        loop.CheckCells();
        Assert.NotNull(generation.End);
    }

    private static void CheckAnswer(PlannedRequest request, Outcome outcome, IReadOnlyList<int> alone)
    {
        if (outcome.End is GenerationFailed { Reason: GenerationFailure.Cancelled } && request.Departure is not null)
        {
            Assert.Equal(alone.Take(outcome.Tokens.Count), outcome.Tokens);
            return;
        }

        var finished = Assert.IsType<GenerationFinished>(outcome.End);
        Assert.Equal(alone, outcome.Tokens);
        var ended = finished.Reason == FinishReason.Stop ? 1 : 0;
        Assert.Equal((request.Asked.Prompt.Length, alone.Count + ended), (finished.Usage.PromptTokens, finished.Usage.GeneratedTokens));
        Assert.InRange(finished.Usage.CachedPromptTokens, 0, request.Asked.Prompt.Length - 1);
    }

    private static void CheckCounts(SteppedLoop loop, Generation[] generations)
    {
        var finished = generations.Select(generation => generation.End).OfType<GenerationFinished>().ToList();
        Assert.Equal(finished.Count, loop.Observer.FinishedRequests);
        if (finished.Count < generations.Length) return;
        Assert.Equal(generations.Length, loop.Observer.StartedRequests);
        Assert.Equal(finished.Sum(end => end.Usage.PromptTokens), loop.Observer.PromptTokens);
        Assert.Equal(finished.Sum(end => end.Usage.GeneratedTokens), loop.Observer.GeneratedTokens);
        Assert.Equal(finished.Sum(end => end.Usage.CachedPromptTokens), loop.Observer.ReusedTokens);
    }
}
