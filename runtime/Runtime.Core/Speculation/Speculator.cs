using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>Guesses ahead for the engine's steps, as far as that pays. Belongs to the engine thread.</summary>
internal sealed class Speculator
{
    private readonly SpeculationGovernor _governor = new();
    private readonly List<Source> _sources = [];
    private readonly SpeculationOptions _options;
    private readonly TimeProvider _time;
    private long _startedAt;
    private TimeSpan _drafting;

    public Speculator(SpeculationOptions options, LoadedModel loaded, TimeProvider time)
    {
        (_options, _time) = (options, time);

        // A wrong guess leaves cells that must go, and only those.
        if (!loaded.Model.Description.SharesPrefixes) return;
        if (options.Mode is SpeculationMode.Auto or SpeculationMode.PromptLookup) Add(new PromptLookupDrafter());
        if (options.Mode is SpeculationMode.Auto or SpeculationMode.Draft && loaded.Draft is { Description.SharesPrefixes: true } draft) Add(new ModelDrafter(draft, options.MaxTokens, time));
    }

    public bool IsOff => _sources.Count == 0;

    /// <summary>Begins a step in which each of these sequences lacks one token: fills <see cref="Draft.Proposed"/> with the guesses to evaluate.</summary>
    /// <param name="drafts">All sequences of the step, at least one.</param>
    /// <param name="room">Most guesses of all together: room in the batch, and cells nobody needs.</param>
    public void Begin(IReadOnlyList<Draft> drafts, int room)
    {
        _startedAt = _time.GetTimestamp();
        foreach (var draft in drafts)
        {
            draft.Proposed.Clear();
            draft.Wanted = 0;
            foreach (var source in _sources) source.Drafter.Follow(draft);
        }

        if (_options.Always) ProposeAlways(drafts, room);
        else if (!_governor.NeedsControl(drafts.Count)) ProposeWhatPays(drafts, room);
        _drafting = _time.GetElapsedTime(_startedAt);
    }

    /// <summary>Ends the step begun, once every sequence has got its tokens.</summary>
    /// <param name="sequences">How many there were.</param>
    /// <param name="guessed">Guesses that were evaluated.</param>
    /// <param name="accepted">Those that were right.</param>
    public void End(int sequences, int guessed, int accepted)
    {
        var step = _time.GetElapsedTime(_startedAt) - _drafting;
        _governor.Learn(new SpeculationOutcome(sequences, guessed, accepted, step.TotalSeconds, _drafting.TotalSeconds));
    }

    private void Add(IDrafter drafter) => _sources.Add(new Source(drafter, new Forecast(_options.MaxTokens)));

    private void ProposeWhatPays(IReadOnlyList<Draft> drafts, int room)
    {
        var (plan, by, wish) = (SpeculationPlan.None, default(Source), 1.0);
        foreach (var source in _sources)
        {
            if (source.Foresee(drafts, room, all: true))
            {
                // What is being saved for something better is not spent on this.
                if (Decide(source, drafts.Count, double.PositiveInfinity) is var worth && worth.Gain > wish)
                    source.Drafter.ReadUp(drafts, _governor.Budget(drafts.Count, worth));
                source.Foresee(drafts, room, all: false);
            }

            if (Decide(source, drafts.Count, _governor.Affordable) is var next && next.Gain > plan.Gain) (plan, by) = (next, source);
            if (source != _sources[^1]) wish = Math.Max(wish, Decide(source, drafts.Count, double.PositiveInfinity).Gain);
        }

        by?.Propose(drafts, plan.Guesses);
    }

    private SpeculationPlan Decide(Source source, int sequences, double affordable) =>
        _governor.Decide(sequences, source.Forecast, source.Drafter.Costs, affordable);

    private void ProposeAlways(IReadOnlyList<Draft> drafts, int room)
    {
        var source = _sources[^1];
        source.Drafter.ReadUp(drafts, new ReadingBudget(double.PositiveInfinity, double.PositiveInfinity));
        source.Foresee(drafts, room, all: false);
        source.Propose(drafts, source.Forecast.Count);
    }

    /// <summary>A drafter, and what it could do in this step.</summary>
    private sealed record Source(IDrafter Drafter, Forecast Forecast)
    {
        /// <returns>True when somebody is not ready.</returns>
        public bool Foresee(IReadOnlyList<Draft> drafts, int room, bool all)
        {
            var missing = false;
            Forecast.Clear();
            foreach (var draft in drafts)
            {
                var ready = Drafter.IsReady(draft);
                missing |= !ready;
                if (ready || all) Forecast.Add(Drafter, draft);
            }

            Forecast.Sort(room);
            return missing;
        }

        public void Propose(IReadOnlyList<Draft> drafts, int guesses)
        {
            foreach (var guess in Forecast.Guesses[..guesses]) guess.Draft!.Wanted++;
            Drafter.Propose(drafts);
        }
    }
}
