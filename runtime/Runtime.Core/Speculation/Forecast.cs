namespace InferOps.Runtime.Core.Speculation;

/// <summary>The guesses that one drafter could make in a step, the likeliest first. Reused from step to step.</summary>
internal sealed class Forecast(int maxTokens)
{
    private readonly double[] _chances = new double[maxTokens];
    private Guess[] _guesses = new Guess[64];

    /// <summary>Guesses in all.</summary>
    public int Count { get; private set; }

    /// <summary>By falling chance, so that those of one sequence keep their order.</summary>
    public ReadOnlySpan<Guess> Guesses => _guesses.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Adds what <paramref name="drafter"/> could guess for a sequence.</summary>
    public void Add(IDrafter drafter, Draft draft)
    {
        var chances = _chances.AsSpan(0, Math.Clamp(draft.Room, 0, maxTokens));
        var count = drafter.Foresee(draft, chances);
        for (var depth = 0; depth < count; depth++) Add(new Guess(chances[depth], depth, draft));
    }

    public void Add(Guess guess)
    {
        if (Count == _guesses.Length) Array.Resize(ref _guesses, 2 * Count);
        _guesses[Count++] = guess;
    }

    /// <summary>Keeps the likeliest, at most <paramref name="most"/>.</summary>
    public void Sort(int most)
    {
         _guesses.AsSpan(0, Count).Sort(static (left, right) =>
            left.Chance != right.Chance ? right.Chance.CompareTo(left.Chance) : left.Depth.CompareTo(right.Depth));
        Count = Math.Min(Count, most);
    }
}

/// <param name="Chance">That this guess and those of its sequence before it are right.</param>
/// <param name="Depth">Guesses of its sequence before it.</param>
/// <param name="Draft">The sequence; null in simulations.</param>
internal readonly record struct Guess(double Chance, int Depth, Draft? Draft);
