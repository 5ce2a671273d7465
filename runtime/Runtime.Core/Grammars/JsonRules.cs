using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars;

/// <summary>JSON itself, as rules that grammars take what they need from.</summary>
/// <remarks>
/// Blanks are bounded, so that a model cannot go on with them for ever: a blank, or a new line and its indentation. Numbers are bounded to what a double
/// holds exactly or nearly so. An escaped surrogate is always half of a pair: a lone one is no character, and many readers refuse it.
/// </remarks>
internal static class JsonRules
{
    public const string Value = "value";
    public const string AnyObject = "object";
    public const string AnyArray = "array";
    public const string Text = "string";
    public const string Character = "char";
    public const string Integer = "integer";
    public const string Number = "number";
    public const string Boolean = "boolean";
    public const string Null = "null";

    /// <summary>Digits of an integer or of a fraction: a double holds every integer of 15.</summary>
    public const int MostDigits = 15;

    private static readonly GrammarRules Library = GrammarReader.Read(
        """
        ws ::= "" | " " | "\n" [ \t]{0,20}
        value ::= object | array | string | number | boolean | null
        object ::= "{" ws (member ("," ws member)* ws)? "}"
        member ::= string ":" " "? value
        array ::= "[" ws (value ("," ws value)* ws)? "]"
        string ::= "\"" char* "\""
        char ::= [ !#-\[\]-~\u0080-\U0010FFFF] | "\\" (["\\/bfnrt] | "u" unicode)
        unicode ::= [0-9A-CEFa-cef] hex{3} | [Dd] [0-7] hex{2} | [Dd] [89ABab] hex{2} "\\u" [Dd] [C-Fc-f] hex{2}
        hex ::= [0-9A-Fa-f]
        number ::= "-"? ("0" | [1-9] [0-9]{0,14}) ("." [0-9]{1,15})? ([Ee] [-+]? [1-9] [0-9]?)?
        integer ::= "0" | "-"? [1-9] [0-9]{0,14}
        boolean ::= "true" | "false"
        null ::= "null"
        """);

    /// <summary>Where a blank may be.</summary>
    public static Expression Blank { get; } = Expression.To("ws");

    /// <summary>Between the colon of a member and its value.</summary>
    public static Expression Space { get; } = Expression.Optional(Expression.Of(" "));

    public static bool IsName(string rule) => Library.TryGet(rule, out _);

    /// <summary>Adds the rules of JSON that an expression needs, and those they need.</summary>
    public static void AddNeeded(GrammarRules rules)
    {
        var toSee = new Stack<Expression>(rules.All.Values);
        while (toSee.TryPop(out var expression))
        {
            if (expression is Expression.Reference { Rule: var name } && !rules.TryGet(name, out _) && Library.TryGet(name, out var needed))
            {
                rules.Add(name, needed);
                toSee.Push(needed);
            }

            foreach (var part in expression.Inner) toSee.Push(part);
        }
    }
}
