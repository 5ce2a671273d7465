namespace InferOps.Runtime.Core.Speculation;

/// <summary>How often guesses turn out right. Old evidence counts less: texts change.</summary>
internal struct Acceptance
{
    private const double Keep = 0.97;
    private const double PriorWeight = 3;

    private double _right;
    private double _trials;

    /// <summary>The share of right guesses, where <paramref name="prior"/> is what to believe before there were any.</summary>
    public readonly double Chance(double prior) => (_right + (PriorWeight * prior)) / (_trials + PriorWeight);

    public void Add(bool right)
    {
        _trials = (_trials * Keep) + 1;
        _right = (_right * Keep) + (right ? 1 : 0);
    }

    /// <summary>Without new evidence the prior slowly comes back, so that what once failed is tried again.</summary>
    public void Fade(double keep) => (_right, _trials) = (_right * keep, _trials * keep);
}
