namespace InferOps.Runtime.Core.Speculation;

/// <summary>What guessing may still lose: a share of the time that passes, saved up to a limit. Nothing is tried that could lose more than is there.</summary>
internal sealed class LossAccount
{
    /// <summary>Share of the time that guessing may cost. Half of the promised 5 %: the other half is for what cannot be measured.</summary>
    private const double Share = 0.025;

    /// <summary>Steps' worth of time that can be saved up: what a sudden change may cost at once.</summary>
    private const int MostSteps = 16;

    /// <summary>Steps' worth that is there from the beginning, so that something is tried soon.</summary>
    private const int FirstSteps = 4;

    private double? _balance;

    /// <summary>Seconds.</summary>
    public double Balance => _balance ?? 0;

    /// <param name="seconds">What the step took, all in all.</param>
    /// <param name="plainSeconds">What the same tokens would have taken without guesses.</param>
    /// <param name="plainStep">What one step without guesses takes.</param>
    public void Settle(double seconds, double plainSeconds, double plainStep) =>
        _balance = Math.Min((_balance ?? (FirstSteps * plainStep)) + (Share * plainSeconds) + plainSeconds - seconds, MostSteps * plainStep);
}
