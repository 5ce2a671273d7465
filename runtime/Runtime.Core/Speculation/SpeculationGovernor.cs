namespace InferOps.Runtime.Core.Speculation;

/// <summary>Decides how many guesses pay: from how long steps of each size were found to take, and how likely the guesses are.</summary>
/// <remarks>
/// With S sequences that lack one token each, a step takes T(S) and brings S tokens; with g guesses it takes T(S + g) plus the time to guess, and brings as many
/// more as their chances add up to. The best g is the one with the most tokens per second. T is learned, so somebody has to try sizes: hope does, and a
/// <see cref="LossAccount"/> pays. Every now and then steps without guesses keep the comparison true. The first of them does not count: the tokens of
/// the step before it are still being written, often on the CPUs that compute, and the more there were the longer it takes.
/// </remarks>
internal sealed class SpeculationGovernor
{
    private const int StepsBetweenControls = 32;
    private const double LeastGain = 1.02;
    private readonly LossAccount _account = new();
    private bool _followsGuesses;

    /// <summary>Seconds of steps in which every sequence lacks one token.</summary>
    public StepCosts Costs { get; } = new();

    /// <summary>Seconds that may be lost now.</summary>
    public double Affordable => _account.Balance;

    /// <summary>True when a step without guesses is due, to know what they have to beat.</summary>
    public bool NeedsControl(int sequences) => Costs.Age(sequences) is not { } age || age > StepsBetweenControls;

    /// <param name="sequences">Those that lack one token, at least one.</param>
    /// <param name="forecast">What could be guessed for them, sorted.</param>
    /// <param name="drafting">What guessing itself costs; null for nothing.</param>
    /// <param name="affordable">Seconds that the step may lose.</param>
    public SpeculationPlan Decide(int sequences, Forecast forecast, StepCosts? drafting, double affordable)
    {
        var plain = Costs.Hoped(sequences);
        if (plain <= 0) return SpeculationPlan.None;
        var rounds = new Rounds(drafting, stackalloc int[32]);
        var (best, tokens, largest) = (new SpeculationPlan(0, LeastGain), (double)sequences, Costs.Largest());
        for (var guesses = 1; guesses <= forecast.Count; guesses++)
        {
            tokens += forecast.Guesses[guesses - 1].Chance;
            rounds.Add(forecast.Guesses[guesses - 1].Depth);
            if (!IsWorthALook(guesses) && guesses < forecast.Count) continue;
            if (sequences + guesses > 2 * largest || Costs.Feared(sequences + guesses) + rounds.Feared(plain) - plain > affordable) break;
            var gain = tokens / (Costs.Hoped(sequences + guesses) + rounds.Hoped()) * plain / sequences;
            if (gain > best.Gain) best = new SpeculationPlan(guesses, gain);
        }

        return best.Guesses > 0 ? best : SpeculationPlan.None;
    }

    /// <summary>What may be spent on getting ready for a plan like this one.</summary>
    public ReadingBudget Budget(int sequences, SpeculationPlan plan) =>
        new(Affordable, Costs.Hoped(sequences) / sequences * (1 - (1 / plan.Gain)));

    /// <summary>Learns from a step in which every sequence lacked one token.</summary>
    public void Learn(SpeculationOutcome outcome)
    {
        var spent = outcome.StepSeconds + outcome.DraftSeconds;
        var known = Costs.Hoped(outcome.Sequences);
        var isPure = outcome.Guessed == 0 && (!_followsGuesses || known <= 0);
        var plain = isPure ? outcome.StepSeconds : known;
        _account.Settle(spent, plain * (outcome.Sequences + outcome.Accepted) / outcome.Sequences, plain);
        if (isPure || outcome.Guessed > 0) Costs.Add(outcome.Sequences + outcome.Guessed, outcome.StepSeconds);
        _followsGuesses = outcome.Guessed > 0;
    }

    /// <summary>All small numbers, then every eighth of an octave: times of larger steps are not known better than that.</summary>
    private static bool IsWorthALook(int guesses) => guesses <= 16 || guesses % (1 << (System.Numerics.BitOperations.Log2((uint)guesses) - 3)) == 0;

    /// <summary>Sequences in each round of guessing.</summary>
    private ref struct Rounds(StepCosts? costs, Span<int> sequences)
    {
        private readonly Span<int> _sequences = sequences;
        private int _count;

        public void Add(int depth)
        {
            _count = Math.Max(_count, depth + 1);
            _sequences[depth]++;
        }

        public readonly double Hoped() => costs is null ? 0 : Sum(costs, static (known, entries) => known.Hoped(entries));

        /// <summary>Before the first round nobody knows what one takes: it should not be more than a step.</summary>
        public readonly double Feared(double plain) => costs is null ? 0 : Math.Max(Sum(costs, static (known, entries) => known.Feared(entries)), costs.Largest() == 0 ? _count * plain : 0);

        private readonly double Sum(StepCosts known, Func<StepCosts, int, double> seconds)
        {
            var sum = 0.0;
            foreach (var entries in _sequences[.._count]) sum += seconds(known, entries);
            return sum;
        }
    }
}
