using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Speculation;

/// <summary>A machine and its load, made up: what speculation does there, by the clock of that machine.</summary>
internal sealed record SpeculationSimulation
{
    /// <summary>Seconds of a step with so many entries, at the n-th step.</summary>
    public required Func<int, int, double> StepSeconds { get; init; }

    public required Text Text { get; init; }

    /// <summary>Sequences at the n-th step.</summary>
    public Func<int, int> Sequences { get; init; } = _ => 1;

    /// <summary>Seconds by which a step is longer for each token that the step before it brought: somebody writes them on the CPUs that compute.</summary>
    public double SecondsToWriteToken { get; init; }

    /// <summary>Share of its time by which a measured step is off, at most.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>Tokens after which a sequence makes way for the next.</summary>
    public int Length { get; init; } = 1500;

    /// <summary>How often the draft model is right; null without one.</summary>
    public double? DraftAccuracy { get; init; }

    /// <summary>Seconds of the draft model's evaluations.</summary>
    public Func<int, double> DraftSeconds { get; init; } = _ => 0;

    /// <summary>Runs so many steps.</summary>
    /// <returns>Time without speculation over time with it, for the same tokens: more than 1 is a gain.</returns>
    public double Speedup(int steps, int from = 0)
    {
        var (clock, random) = (new SteppedClock(), new Random(1));
        var loaded = new LoadedModel(new FakeModel(new FakeModelOptions { SharesPrefixes = true }), new FakeTokenizer())
        {
            Draft = DraftAccuracy is { } accuracy ? new SimulatedDraftModel(Text, accuracy, clock, DraftSeconds) : null,
        };
        var speculator = new Speculator(new SpeculationOptions(), loaded, clock);
        var (tokens, drafts) = (new List<List<int>>(), new List<Draft>());
        var (with, without) = (0.0, 0.0);
        var written = 0;
        for (var step = 0; step < steps; step++)
        {
            var sequences = Sequences(step);
            Refill(tokens, drafts, sequences);
            var before = clock.GetTimestamp();
            speculator.Begin(drafts, room: 512 - sequences);
            var drafting = clock.GetElapsedTime(before).TotalSeconds;
            var guessed = drafts.Sum(draft => draft.Proposed.Count);
            var seconds = StepSeconds(sequences + guessed, step) + (written * SecondsToWriteToken);
            clock.Advance(seconds * Error(random));
            var accepted = drafts.Select((draft, i) => Accept(draft, tokens[i])).Sum();
            speculator.End(sequences, guessed, accepted);
            written = sequences + accepted;
            if (step < from) continue;
            with += seconds + drafting;
            without += (StepSeconds(sequences, step) + (sequences * SecondsToWriteToken)) * (sequences + accepted) / sequences;
        }

        return without / with;
    }

    /// <summary>Mostly a little off, and now and then the machine did something else.</summary>
    private double Error(Random random) => 1 + (Noise * ((2 * random.NextDouble()) - 1)) + (random.Next(400) == 0 ? 20 * Noise : 0);

    private void Refill(List<List<int>> tokens, List<Draft> drafts, int sequences)
    {
        while (drafts.Count > sequences)
        {
            drafts.RemoveAt(drafts.Count - 1);
            tokens.RemoveAt(tokens.Count - 1);
        }

        for (var i = 0; i < sequences; i++)
        {
            if (i < drafts.Count && tokens[i].Count < Length) continue;
            List<int> prompt = [.. Enumerable.Range(0, 32).Select(position => Text(i, position))];
            var draft = new Draft(prompt, prompt.Count) { Sequence = i };
            if (i < drafts.Count) (tokens[i], drafts[i]) = (prompt, draft);
            else (tokens, drafts) = (Add(tokens, prompt), Add(drafts, draft));
        }

        for (var i = 0; i < sequences; i++) drafts[i].Room = Length - tokens[i].Count;
    }

    private static List<T> Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return list;
    }

    /// <summary>The sequence gets its next token, and as many more as were guessed right.</summary>
    private int Accept(Draft draft, List<int> tokens)
    {
        tokens.Add(Text(draft.Sequence, tokens.Count));
        var accepted = 0;
        while (accepted < draft.Proposed.Count && draft.Proposed[accepted] == tokens[^1])
        {
            tokens.Add(Text(draft.Sequence, tokens.Count));
            accepted++;
        }

        return accepted;
    }
}
