using InferOps.Runtime.Core.Grammars.Notation;

namespace InferOps.Runtime.Core.Tests.Grammars;

public sealed class NotationTests
{
    [Theory]
    [InlineData("root ::= \"a\" [b-d]+ | (\"e\" [f]){2,3}  # a comment\n", "root ::= \"a\" [b-d]+ | (\"e\" [f]){2,3}\n")]
    [InlineData("root ::= other?\nother ::=\n  \"x\"", "root ::= other?\nother ::= \"x\"\n")]
    [InlineData("first ::= \"a\"\nroot ::= first (\n first |\n \"b\" )*", "root ::= first (first | \"b\")*\nfirst ::= \"a\"\n")]
    [InlineData("root ::= [^\\x01-\\U0010FFFE] \"\\u00e9\\\\\\\"\\n\"", "root ::= [\\U0010FFFF] \"\\xE9\\\\\\\"\\n\"\n")]
    [InlineData("root ::= [-a^\\]] . \"\"", "root ::= [\\x2D\\]\\x5Ea] [\\x01-\\uD7FF\\uE000-\\U0010FFFF]\n")]
    [InlineData("root ::= \"a\"{2}{3}", "root ::= (\"a\"{2}){3}\n")]
    [InlineData("root ::= [a]{0,4500}", "root ::= [a]{0,2000} | [a]{2000} ([a]{0,2000} | [a]{2000} [a]{0,500})\n")]
    [InlineData("root ::= [a]{2500,}", "root ::= [a]{2000} [a]{500,}\n")]
    public void A_grammar_is_read_and_written_in_one_form(string text, string written)
    {
        var rules = GrammarReader.Read(text);
        Assert.Equal(written, GrammarWriter.Write(rules));
        Assert.Equal(written, GrammarWriter.Write(GrammarReader.Read(written)));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "no grammar", "hello" },
        { "no rule named root", "other ::= \"a\"" },
        { "a rule twice", "root ::= \"a\"\nroot ::= \"b\"" },
        { "a rule that is missing", "root ::= other" },
        { "a text without end", "root ::= \"a" },
        { "a group without end", "root ::= (\"a\"" },
        { "an unknown escape", "root ::= \"\\q\"" },
        { "a token by name", "root ::= <think>" },
        { "a surrogate", "root ::= \"\\uD800\"" },
        { "a range that runs backwards", "root ::= [b-a]" },
        { "a count that runs backwards", "root ::= \"a\"{3,2}" },
        { "nothing to repeat", "root ::= *" },
        { "a rule that begins with itself", "root ::= root \"a\" | \"b\"" },
        { "a rule that begins with itself behind something empty", "root ::= blank root \"a\" | \"b\"\nblank ::= none\nnone ::= \"\"" },
        { "rules that begin with each other", "root ::= one\none ::= two \"a\"\ntwo ::= one | \"b\"" },
        { "a repetition of what may be empty", "root ::= (\"a\"?)*" },
        { "a repetition of what may be empty by another rule", "root ::= a*\na ::= b\nb ::= \"\"" },
        { "a rule that needs itself for ever", "root ::= \"a\" root" },
        { "a set of nothing", "root ::= [] | \"a\"" },
        { "repetitions of repetitions", "root ::= \"abcdefghijklmnopqrstuvwxyz\"{0,9000}" },
        { "repetitions of repetitions beyond what a number can count", "root ::= ((((\"a\"{65536}){65536}){65536}){65536})" },
        { "ways that multiply", string.Join('\n', Enumerable.Range(0, 20).Select(i => $"{(i == 0 ? "root" : $"r{i}")} ::= r{i + 1} | r{i + 1}")) + "\nr20 ::= \"a\"" },
        { "groups nested for ever", $"root ::= {new string('(', 5000)}" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_would_end_the_process_in_native_code_is_refused_before(string what, string text)
    {
        var refusal = Record.Exception(() => GrammarCheck.Check(GrammarReader.Read(text)));
        Assert.True(refusal is FormatException, $"{what}: {refusal?.Message ?? "accepted"}");
    }
}
