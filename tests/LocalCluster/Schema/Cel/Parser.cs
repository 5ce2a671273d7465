using System.Globalization;
using System.Text;

namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>Parses by precedence climbing: one binding power for each operator.</summary>
internal sealed class Parser
{
    private const int UnaryPower = 7;
    private const int MaxDepth = 250;

    private readonly IReadOnlyList<Token> tokens;
    private int at;
    private int depth;

    private Parser(IReadOnlyList<Token> tokens) => this.tokens = tokens;

    public static Expression Parse(string source)
    {
        var parser = new Parser(Lexer.Tokens(source));
        var expression = parser.Expression();
        return parser.Here.Kind == TokenKind.End ? expression : throw parser.Unexpected();
    }

    private Token Here => tokens[at];

    private static int Power(Token token) => token.Kind == TokenKind.Identifier && token.Text == "in" ? 4
        : token.Kind != TokenKind.Symbol ? 0
        : token.Text switch
        {
            "||" => 2,
            "&&" => 3,
            "==" or "!=" or "<" or "<=" or ">" or ">=" => 4,
            "+" or "-" => 5,
            "*" or "/" or "%" => 6,
            _ => 0,
        };

    private Expression Expression()
    {
        if (++depth > MaxDepth) throw new CelException("expression is nested too deeply");
        var condition = Binary(1);
        if (Accept("?"))
        {
            var then = Binary(1);
            Expect(":");
            condition = new Conditional(condition, then, Expression());
        }

        depth--;
        return condition;
    }

    private Expression Binary(int least)
    {
        var left = Unary();
        while (Power(Here) is var power && power >= least && power > 0)
        {
            var symbol = tokens[at++].Text;
            var right = Binary(power + 1);
            left = symbol switch { "&&" => new And(left, right), "||" => new Or(left, right), _ => new Call(symbol, false, [left, right]) };
        }

        return left;
    }

    private Expression Unary()
    {
        if (Accept("!")) return new Call("!", false, [Binary(UnaryPower)]);
        if (!Accept("-")) return Postfix(Primary());
        // The smallest integer has no positive twin, so the sign belongs to the literal.
        if (Here.Kind == TokenKind.Integer) return Postfix(new Literal(Integer("-" + tokens[at++].Text)));
        return new Call("negate", false, [Binary(UnaryPower)]);
    }

    private Expression Postfix(Expression operand)
    {
        while (true)
        {
            if (Accept("["))
            {
                operand = new Index(operand, Expression());
                Expect("]");
            }
            else if (Accept("."))
            {
                var name = Identifier();
                operand = Accept("(") ? Macros.Expand(operand, name, Arguments(")")) : new Select(operand, name, false);
            }
            else
            {
                return operand;
            }
        }
    }

    private Expression Primary()
    {
        var token = tokens[at++];
        switch (token.Kind)
        {
            case TokenKind.Integer: return new Literal(Integer(token.Text));
            case TokenKind.Unsigned: return new Literal(ulong.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Double: return new Literal(double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Text: return new Literal(token.Text);
            case TokenKind.Bytes: return new Literal(Encoding.UTF8.GetBytes(token.Text));
            case TokenKind.Identifier: return NameOrCall(token.Text);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Expression();
                Expect(")");
                return inner;
            case TokenKind.Symbol when token.Text == "[": return new ListLiteral(Arguments("]"));
            case TokenKind.Symbol when token.Text == "{": return Map();
            default:
                at--;
                throw Unexpected();
        }
    }

    private Expression NameOrCall(string name)
    {
        switch (name)
        {
            case "true": return new Literal(true);
            case "false": return new Literal(false);
            case "null": return new Literal(null);
            case "in": throw Unexpected();
        }

        if (!Accept("(")) return new Name(name);
        var arguments = Arguments(")");
        if (name != "has") return new Call(name, false, arguments);
        return arguments is [Select { TestOnly: false } field]
            ? field with { TestOnly = true }
            : throw new CelException("invalid argument to has() macro");
    }

    private List<Expression> Arguments(string end)
    {
        var arguments = new List<Expression>();
        while (!Accept(end))
        {
            arguments.Add(Expression());
            if (Accept(",")) continue;
            Expect(end);
            break;
        }

        return arguments;
    }

    private MapLiteral Map()
    {
        var entries = new List<(Expression, Expression)>();
        while (!Accept("}"))
        {
            var key = Expression();
            Expect(":");
            entries.Add((key, Expression()));
            if (Accept(",")) continue;
            Expect("}");
            break;
        }

        return new MapLiteral(entries);
    }

    private string Identifier() => Here.Kind == TokenKind.Identifier ? tokens[at++].Text : throw Unexpected();

    private bool Accept(string symbol)
    {
        if (!Here.Is(symbol)) return false;
        at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Accept(symbol)) throw Unexpected();
    }

    private static long Integer(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new CelException($"invalid int literal {text}");

    private CelException Unexpected() =>
        new($"Syntax error: mismatched input '{(Here.Kind == TokenKind.End ? "<EOF>" : Here.Text)}' (position {Here.Position})");
}
