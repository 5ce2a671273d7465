namespace InferOps.LocalCluster.Schema.Cel;

internal enum TokenKind { Identifier, Integer, Unsigned, Double, Text, Bytes, Symbol, End }

/// <param name="Text">The symbol or identifier; of a literal, its value as text.</param>
/// <param name="Position">Where it starts, from zero.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
