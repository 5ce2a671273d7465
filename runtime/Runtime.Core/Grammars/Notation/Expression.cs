using System.Globalization;

namespace InferOps.Runtime.Core.Grammars.Notation;

/// <summary>What a rule of a grammar stands for.</summary>
internal abstract record Expression
{
    private Expression()
    {
    }

    /// <summary>The text itself; empty for nothing at all.</summary>
    internal sealed record Text(string Value) : Expression;

    /// <summary>One character of a set.</summary>
    internal sealed record Character(CharacterSet Set) : Expression;

    /// <summary>Whatever another rule stands for.</summary>
    internal sealed record Reference(string Rule) : Expression;

    /// <summary>One after another.</summary>
    internal sealed record Sequence(IReadOnlyList<Expression> Parts) : Expression;

    /// <summary>Any one of them; without any, there is nothing that matches.</summary>
    internal sealed record Choice(IReadOnlyList<Expression> Options) : Expression;

    /// <summary>From <paramref name="Min"/> to <paramref name="Max"/> times; null: any number of times.</summary>
    internal sealed record Repeat(Expression Part, int Min, int? Max) : Expression;

    /// <summary>What it is made of, one level down.</summary>
    public IReadOnlyList<Expression> Inner => this switch
    {
        Sequence { Parts: var parts } => parts,
        Choice { Options: var options } => options,
        Repeat { Part: var part } => [part],
        _ => [],
    };

    public static Expression Nothing { get; } = new Text("");

    public static Expression Digit { get; } = Range('0', '9');

    public static Expression Of(string text) => new Text(text);

    public static Expression To(string rule) => new Reference(rule);

    public static Expression Range(char first, char last) =>
        first == last ? new Text(first.ToString(CultureInfo.InvariantCulture)) : new Character(CharacterSet.Of(new CharacterRange(first, last)));

    /// <summary>One after another; texts side by side become one.</summary>
    public static Expression Then(params IEnumerable<Expression> parts)
    {
        var flat = new List<Expression>();
        foreach (var part in parts.SelectMany(part => part is Sequence sequence ? sequence.Parts : [part]))
        {
            if (part is not Text { Value: var value }) flat.Add(part);
            else if (flat is [.., Text { Value: var before }]) flat[^1] = new Text(before + value);
            else if (value.Length > 0) flat.Add(part);
        }

        return flat switch { [] => Nothing, [var only] => only, _ => new Sequence(flat) };
    }

    /// <summary>Any one of them.</summary>
    public static Expression Either(params IEnumerable<Expression> options)
    {
        var flat = options.SelectMany(option => option is Choice choice ? choice.Options : [option]).ToList();
        return flat is [var only] ? only : new Choice(flat);
    }

    public static Expression Optional(Expression part) => Times(part, 0, 1);

    public static Expression Times(Expression part, int min, int? max) => (min, max) switch
    {
        _ when part is Text { Value: "" } => Nothing,
        (_, 0) => Nothing,
        (1, 1) => part,
        _ => new Repeat(part, min, max),
    };
}
