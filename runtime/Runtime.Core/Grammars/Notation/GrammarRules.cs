using System.Diagnostics.CodeAnalysis;

namespace InferOps.Runtime.Core.Grammars.Notation;

/// <summary>Named rules in the order they were added. A grammar stands for what its rule <see cref="Root"/> stands for.</summary>
internal sealed class GrammarRules
{
    public const string Root = "root";

    private readonly OrderedDictionary<string, Expression> _rules = new(StringComparer.Ordinal);

    public int Count => _rules.Count;

    public IReadOnlyDictionary<string, Expression> All => _rules;

    /// <exception cref="FormatException">There is a rule of that name.</exception>
    public void Add(string name, Expression expression)
    {
        if (!_rules.TryAdd(name, expression)) throw new FormatException($"rule '{name}' is defined twice");
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out Expression expression) => _rules.TryGetValue(name, out expression);
}
