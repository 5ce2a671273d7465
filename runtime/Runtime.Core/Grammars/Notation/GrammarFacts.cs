namespace InferOps.Runtime.Core.Grammars.Notation;

/// <summary>What is true of every rule of a grammar: whether it may be empty, whether anything matches it, how large it is for llama.cpp.</summary>
internal sealed class GrammarFacts
{
    private readonly GrammarRules _rules;
    private readonly HashSet<string> _mayBeEmpty;
    private readonly HashSet<string> _matches;

    public GrammarFacts(GrammarRules rules)
    {
        _rules = rules;
        _mayBeEmpty = Grow(MayBeEmpty);
        _matches = Grow(Matches);
    }

    /// <summary>Whether the empty text matches.</summary>
    public bool MayBeEmpty(Expression expression) => MayBeEmpty(expression, _mayBeEmpty);

    /// <summary>Whether any text at all matches: not so for a rule that always needs itself once more.</summary>
    public bool Matches(Expression expression) => Matches(expression, _matches);

    /// <summary>Elements that llama.cpp keeps for an expression: it writes repetitions out. Beyond a thousand million nobody counts.</summary>
    public static long Size(Expression expression) => Math.Min(1_000_000_000, expression switch
    {
        Expression.Text { Value: var value } => value.Length,
        Expression.Character { Set: var set } => 2 * set.Ranges.Length,
        Expression.Sequence { Parts: var parts } => parts.Sum(Size),
        Expression.Choice { Options: var options } => options.Sum(option => Size(option) + 2),
        Expression.Repeat { Part: var part, Min: var min, Max: var max } => (Size(part) * min) + ((Size(part) + 3) * (max - min ?? 1)),
        _ => 1,
    });

    /// <summary>The smallest set of rules of which it is true, found by starting from none and adding until nothing is added.</summary>
    private HashSet<string> Grow(Func<Expression, HashSet<string>, bool> isTrue)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        int before;
        do
        {
            before = known.Count;
            foreach (var (name, expression) in _rules.All.Reverse())
                if (!known.Contains(name) && isTrue(expression, known)) known.Add(name);
        }
        while (known.Count > before);
        return known;
    }

    private static bool MayBeEmpty(Expression expression, HashSet<string> known) => expression switch
    {
        Expression.Text { Value: var value } => value.Length == 0,
        Expression.Reference { Rule: var rule } => known.Contains(rule),
        Expression.Sequence { Parts: var parts } => parts.All(part => MayBeEmpty(part, known)),
        Expression.Choice { Options: var options } => options.Any(option => MayBeEmpty(option, known)),
        Expression.Repeat { Min: var min, Part: var part } => min == 0 || MayBeEmpty(part, known),
        _ => false,
    };

    private static bool Matches(Expression expression, HashSet<string> known) => expression switch
    {
        Expression.Text { Value: var value } => !value.Contains('\0', StringComparison.Ordinal),
        Expression.Character { Set: var set } => !set.IsEmpty,
        Expression.Reference { Rule: var rule } => known.Contains(rule),
        Expression.Sequence { Parts: var parts } => parts.All(part => Matches(part, known)),
        Expression.Choice { Options: var options } => options.Any(option => Matches(option, known)),
        Expression.Repeat { Min: var min, Part: var part } => min == 0 || Matches(part, known),
        _ => false,
    };
}
