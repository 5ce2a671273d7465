namespace InferOps.Runtime.Core.Speculation;

/// <summary>How the draft model did for one sequence.</summary>
internal sealed class ModelMemory
{
    private Acceptance _acceptance;

    /// <summary>Tokens of the sequence when its last guesses were made, and those guesses.</summary>
    public int GuessedAt { get; set; }

    public List<int> Guesses { get; } = [];

    public double Chance(double prior) => _acceptance.Chance(prior);

    public void Add(bool right) => _acceptance.Add(right);

    public void Fade(double keep) => _acceptance.Fade(keep);
}
