namespace InferOps.Runtime.Core.Grammars.Notation;

/// <summary>Refuses grammars on which llama.cpp would fail, and it fails by ending the process: its errors are exceptions that no managed code may catch.</summary>
/// <remarks>
/// A rule that begins with itself, or repeats what may be empty, recurses until the stack is used up (llama.cpp looks for the first but misses rules that are
/// empty only through others). Many ways to begin cost as much time at every token. A rule that nothing finite matches could never end.
/// </remarks>
internal sealed class GrammarCheck
{
    public const int MostRules = 4000;
    public const int MostElements = 100_000;
    public const int MostBeginnings = 4000;

    private readonly GrammarRules _rules;
    private readonly GrammarFacts _facts;
    private readonly Dictionary<string, int> _beginnings = new(StringComparer.Ordinal);

    private GrammarCheck(GrammarRules rules) => (_rules, _facts) = (rules, new GrammarFacts(rules));

    /// <exception cref="FormatException">The grammar cannot be used; the message says why.</exception>
    public static void Check(GrammarRules rules)
    {
        if (!rules.TryGet(GrammarRules.Root, out _)) throw new FormatException($"the grammar has no rule '{GrammarRules.Root}'");
        if (rules.Count > MostRules) throw new FormatException($"the grammar has {rules.Count} rules; at most {MostRules} can be used");
        foreach (var (name, expression) in rules.All) CheckParts(rules, name, expression);
        var size = rules.All.Values.Sum(GrammarFacts.Size);
        if (size > MostElements) throw new FormatException($"the grammar comes to {size} elements with its repetitions; at most {MostElements} can be used");

        var check = new GrammarCheck(rules);
        foreach (var (name, expression) in rules.All)
        {
            if (!check._facts.Matches(expression)) throw new FormatException($"no text matches rule '{name}'");
            check.CheckRepetitions(name, expression);
            if (check.Beginnings(name) > MostBeginnings) throw new FormatException($"rule '{name}' can begin in more than {MostBeginnings} ways");
        }
    }

    private static void CheckParts(GrammarRules rules, string name, Expression expression)
    {
        if (expression is Expression.Reference { Rule: var rule } && !rules.TryGet(rule, out _)) throw new FormatException($"rule '{name}' needs rule '{rule}', which is not defined");
        if (expression is Expression.Character { Set.IsEmpty: true }) throw new FormatException($"rule '{name}' has a set without characters");
        foreach (var part in expression.Inner) CheckParts(rules, name, part);
    }

    private void CheckRepetitions(string name, Expression expression)
    {
        if (expression is Expression.Repeat { Part: var repeated } && _facts.MayBeEmpty(repeated)) throw new FormatException($"rule '{name}' repeats something that may be empty");
        foreach (var part in expression.Inner) CheckRepetitions(name, part);
    }

    /// <summary>Places at which llama.cpp looks when it expands a rule as far as its first characters. A rule under way counts as −1.</summary>
    private int Beginnings(string name)
    {
        if (_beginnings.TryGetValue(name, out var known)) return known >= 0 ? known : throw new FormatException($"rule '{name}' can begin with itself");
        _beginnings[name] = -1;
        _rules.TryGet(name, out var expression);
        return _beginnings[name] = Math.Min(Beginnings(expression!), MostBeginnings + 1);
    }

    private int Beginnings(Expression expression)
    {
        switch (expression)
        {
            case Expression.Reference { Rule: var rule }: return 1 + Beginnings(rule);
            case Expression.Repeat { Part: var part }: return 1 + Beginnings(part);
            case Expression.Choice { Options: var options }: return (int)Math.Min(options.Sum(option => (long)Beginnings(option)), MostBeginnings + 1);
            case Expression.Sequence { Parts: var parts }:
                var (sum, next) = (0L, 0);
                do sum += Beginnings(parts[next]);
                while (_facts.MayBeEmpty(parts[next]) && ++next < parts.Count);
                return (int)Math.Min(sum, MostBeginnings + 1);
            default: return 1;
        }
    }
}
