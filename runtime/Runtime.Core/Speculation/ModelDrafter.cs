using InferOps.Runtime.Core.Engine;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>Lets a smaller model with the same vocabulary guess: its likeliest token, and the likeliest after that, for all sequences in one batch per round.</summary>
/// <remarks>
/// The smaller model has a context of its own with a sequence for each of the large one's. Its cells follow by common prefix: what was guessed wrong is removed
/// before the next guess, what was guessed right is there already.
/// </remarks>
internal sealed class ModelDrafter : IDrafter
{
    private const double Prior = 0.7;
    private const double Fading = 0.9995;
    private readonly DraftModel _model;
    private readonly int _maxBacklog;
    private Acceptance _everybody;

    public ModelDrafter(IInferenceModel model, int maxTokens, TimeProvider time)
    {
        _model = new DraftModel(model, time);

        // What a sequence gained since its last guesses, at most all of them and one more.
        _maxBacklog = maxTokens + 1;
    }

    public StepCosts Costs => _model.Costs;

    StepCosts? IDrafter.Costs => Costs;

    public void Follow(Draft draft)
    {
        var memory = draft.Model;
        var next = draft.Tokens[Math.Min(memory.GuessedAt, draft.Tokens.Length)..];
        for (var i = 0; i < Math.Min(memory.Guesses.Count, next.Length); i++)
        {
            var right = memory.Guesses[i] == next[i];
            memory.Add(right);
            _everybody.Add(right);
            if (!right) break;
        }

        memory.Guesses.Clear();
        memory.Fade(Fading);
        _everybody.Fade(Fading);
    }

    public bool IsReady(Draft draft) => _model.Holds(draft.Sequence) && _model.Backlog(draft) <= _maxBacklog;

    public int Foresee(Draft draft, Span<double> chances)
    {
        if (!_model.Holds(draft.Sequence)) return 0;
        var (chance, all) = (draft.Model.Chance(_everybody.Chance(Prior)), 1.0);
        var count = Math.Min(chances.Length, _model.Room(draft));
        for (var i = 0; i < count; i++) chances[i] = all *= chance;
        return count;
    }

    public void ReadUp(IReadOnlyList<Draft> drafts, ReadingBudget budget)
    {
        var seconds = budget.Seconds;
        foreach (var draft in drafts)
        {
            if (!_model.Holds(draft.Sequence) || IsReady(draft) || !IsWorthIt(draft, budget)) continue;
            var part = Part(draft);
            seconds -= Costs.Feared(part);
            if (seconds < 0 || !_model.ReadUp(draft, part, drafts)) return;
        }
    }

    public void Propose(IReadOnlyList<Draft> drafts)
    {
        foreach (var draft in drafts) draft.Proposed.Clear();
        _model.Guess(drafts, IsReady);
        foreach (var draft in drafts)
        {
            draft.Model.GuessedAt = draft.Tokens.Length;
            draft.Model.Guesses.AddRange(draft.Proposed);
        }
    }

    private bool IsWorthIt(Draft draft, ReadingBudget budget) =>
        Costs.Largest() is var largest && largest == 0 || _model.Backlog(draft) * Costs.Feared(largest) / largest < draft.Room * budget.SavedPerToken;

    /// <summary>Tokens to read up at once: at most twice as many as ever were, so that what they cost is known.</summary>
    private int Part(Draft draft) => Math.Min(Math.Max(1, 2 * Costs.Largest()), Math.Min(_model.Backlog(draft) - 1, _model.BatchTokens));
}
