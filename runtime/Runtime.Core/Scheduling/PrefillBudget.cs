namespace InferOps.Runtime.Core.Scheduling;

/// <summary>How many tokens of long prompts one step may evaluate while anything decodes, so that running streams keep their pace.</summary>
/// <remarks>
/// A step takes about t(n) = base + n·slope for n prompt tokens beside the decoding ones. Both are fitted to the latest steps by least squares, older steps
/// counting less and less, and solved for the objective: n = (objective − base) / slope. The machine decides, not a constant. Pure: time is what it is told.
/// </remarks>
/// <param name="objective">Most time between two tokens of a stream; null for a fixed budget.</param>
/// <param name="unmeasured">The budget without an objective, and before anything was measured.</param>
/// <param name="most">Tokens a batch holds.</param>
internal sealed class PrefillBudget(TimeSpan? objective, int unmeasured, int most)
{
    // Prompts must go on even where decoding alone takes longer than the objective.
    private const int Least = 16;

    // Half of what is known is forgotten in about 35 steps.
    private const double Kept = 0.98;

    private double _steps;
    private double _tokens;
    private double _seconds;
    private double _tokensSquared;
    private double _tokensSeconds;

    /// <summary>Tokens for the next step.</summary>
    public int Tokens { get; private set; } = Math.Min(unmeasured, most);

    /// <summary>A step with decoding sequences took so long.</summary>
    /// <param name="promptTokens">Tokens of it that were not the next one of a stream.</param>
    /// <param name="duration">From its beginning to its last chosen token.</param>
    public void Observe(int promptTokens, TimeSpan duration)
    {
        if (objective is not { } limit) return;
        var seconds = duration.TotalSeconds;
        _steps = (Kept * _steps) + 1;
        _tokens = (Kept * _tokens) + promptTokens;
        _seconds = (Kept * _seconds) + seconds;
        _tokensSquared = (Kept * _tokensSquared) + ((double)promptTokens * promptTokens);
        _tokensSeconds = (Kept * _tokensSeconds) + (promptTokens * seconds);
        if (_tokens > 0) Tokens = Solve(limit.TotalSeconds);
    }

    private int Solve(double objectiveSeconds)
    {
        var spread = (_steps * _tokensSquared) - (_tokens * _tokens);
        // Steps all alike tell no slope from the base: as if each token took its share of everything, which errs towards smaller steps.
        var slope = spread > 1e-6 * _tokensSquared * _steps ? ((_steps * _tokensSeconds) - (_tokens * _seconds)) / spread : _seconds / _tokens;
        if (slope <= 0) return Tokens;
        var atRest = Math.Max(0, (_seconds - (slope * _tokens)) / _steps);
        return (int)Math.Clamp((objectiveSeconds - atRest) / slope, Math.Min(Least, most), most);
    }
}
