namespace InferOps.Runtime.Server.Security;

/// <summary>An allowance per minute that refills all the time, up to one minute's worth. A value: every change gives a new one.</summary>
/// <param name="PerMinute">The allowance, and the most that can be saved up.</param>
/// <param name="Level">What is left; below zero where more was used than expected.</param>
/// <param name="At">The moment of <paramref name="Level"/>, on any one clock.</param>
internal readonly record struct TokenBucket(int PerMinute, double Level, TimeSpan At)
{
    // Waiting exactly as long as told must be enough, whatever rounding did.
    private const double Rounding = 1e-6;

    /// <summary>Whole units left.</summary>
    public int Remaining => (int)Math.Max(0, Math.Floor(Level + Rounding));

    public TimeSpan UntilFull => Until(PerMinute);

    public static TokenBucket Full(int perMinute, TimeSpan now) => new(perMinute, perMinute, now);

    public TokenBucket Refilled(TimeSpan now) =>
        now <= At ? this : this with { Level = Math.Min(PerMinute, Level + ((now - At).TotalMinutes * PerMinute)), At = now };

    public bool Has(double amount) => Level + Rounding >= amount;

    /// <summary>How long until <paramref name="amount"/> is there, if nothing else is taken.</summary>
    public TimeSpan Until(double amount) => Has(amount) ? TimeSpan.Zero : TimeSpan.FromMinutes((amount - Level) / PerMinute);

    /// <summary>Takes the amount, or gives it back where it is negative.</summary>
    public TokenBucket Less(double amount) => this with { Level = Math.Min(PerMinute, Level - amount) };

    /// <summary>The same use under another allowance.</summary>
    public TokenBucket Of(int perMinute) => this with { PerMinute = perMinute, Level = Math.Min(perMinute, Level) };
}
