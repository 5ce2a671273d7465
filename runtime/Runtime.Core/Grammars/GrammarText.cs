using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Grammars;

/// <summary>Grammars as text in llama.cpp's notation.</summary>
public static class GrammarText
{
    /// <summary>The longest text that is read.</summary>
    public const int MostCharacters = 200_000;

    /// <summary>Reads a grammar, makes sure that llama.cpp can read and run it, and writes it in one form.</summary>
    /// <exception cref="FormatException">It is no grammar, or not one that can be used; the message says why.</exception>
    public static string Checked(string text)
    {
        if (text.Length > MostCharacters) throw new FormatException($"the grammar has {text.Length} characters; at most {MostCharacters} are read");
        var rules = GrammarReader.Read(text);
        GrammarCheck.Check(rules);
        return GrammarWriter.Write(rules);
    }
}
