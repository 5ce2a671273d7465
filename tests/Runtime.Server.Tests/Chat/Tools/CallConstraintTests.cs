using System.Text;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Chat.Tools;

namespace InferOps.Runtime.Server.Tests.Chat.Tools;

public sealed class CallConstraintTests : IDisposable
{
    private static readonly string[] Texts = ["<", "<tool", "_call>", "_call>{", "[CALL]", "{\"name\": \"", "add", "\"", "x", ">"];
    private static readonly TokenTable Table = TokenTable.Read(new WordTokenizer(), Texts.Length);
    private readonly Recorder _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public void Any_text_may_come_before_the_opening_and_only_calls_after_it()
    {
        var constraint = new OpeningConstraint("<tool_call>"u8.ToArray(), Table, _call);
        Say(constraint, "x", "<", "<tool", "x", "<tool", "_call>");
        Assert.Empty(_call.Accepted);
        Assert.False(constraint.Allows(Token("x")));
        Say(constraint, "add");
        Assert.Equal(["add"], _call.Accepted);
    }

    [Fact]
    public void A_token_in_which_the_opening_ends_and_more_follows_is_written_as_two()
    {
        var constraint = new OpeningConstraint("<tool_call>"u8.ToArray(), Table, _call);
        Assert.True(constraint.Allows(Token("_call>{")));
        Say(constraint, "<tool");
        Assert.False(constraint.Allows(Token("_call>{")));
        var logits = new float[Texts.Length];
        constraint.Restrict(logits);
        Assert.Equal([Token("_call>{")], Enumerable.Range(0, Texts.Length).Where(token => float.IsNegativeInfinity(logits[token])));
    }

    [Fact]
    public void A_control_token_opens_a_call_where_the_table_shows_it()
    {
        var shown = Table.With([new ControlToken(Token("[CALL]"), "[CALL]")]);
        Assert.Equal("[CALL]", Encoding.UTF8.GetString(shown[Token("[CALL]")]));
        Assert.Equal("add", Encoding.UTF8.GetString(shown[Token("add")]));
        var constraint = new OpeningConstraint("[CALL]"u8.ToArray(), shown, _call);
        Say(constraint, "x", "[CALL]");
        Assert.False(constraint.Allows(Token("x")));
    }

    [Fact]
    public void An_answer_that_begins_like_a_call_goes_on_as_one()
    {
        var constraint = new BareCallConstraint(["{\"name\": \"add\""u8.ToArray()], Table, _call);
        Say(constraint, "{\"name\": \"", "add", "\"");
        Assert.Equal(["{\"name\": \"", "add", "\""], _call.Accepted);
        Assert.False(constraint.Allows(Token("x")));
    }

    [Theory]
    [InlineData("x", "add")]
    [InlineData("{\"name\": \"", "x", "add", "\"")]
    [InlineData("{\"name\": \"", "\"", "add")]
    public void Any_other_answer_is_free(params string[] said)
    {
        var constraint = new BareCallConstraint(["{\"name\": \"add\""u8.ToArray()], Table, _call);
        Say(constraint, said);
        Assert.True(constraint.Allows(Token("x")));
        Assert.True(constraint.Allows(Token("<")));
    }

    [Fact]
    public void What_a_call_is_held_to_is_freed_with_the_generation()
    {
        new OpeningConstraint([1], Table, _call).Dispose();
        new BareCallConstraint([], Table, _call).Dispose();
        Assert.Equal(2, _call.Disposals);
    }

    private static int Token(string text) => Array.IndexOf(Texts, text);

    private static void Say(ITokenConstraint constraint, params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.True(constraint.Allows(Token(text)), text);
            constraint.Accept(Token(text));
        }
    }

    /// <summary>Takes calls of "add" letter for letter, and nothing else.</summary>
    private sealed class Recorder : ITokenConstraint
    {
        public List<string> Accepted { get; } = [];

        public int Disposals { get; private set; }

        public bool Allows(int token) => Texts[token] is "{\"name\": \"" or "add" or "\"";

        public void Restrict(Span<float> logits)
        {
            for (var token = 0; token < logits.Length; token++)
            {
                if (!Allows(token)) logits[token] = float.NegativeInfinity;
            }
        }

        public void Accept(int token) => Accepted.Add(Texts[token]);

        public void Dispose() => Disposals++;
    }

    private sealed class WordTokenizer : ITokenizer
    {
        public int BeginOfSequence => -1;

        public int EndOfSequence => -1;

        public IReadOnlyList<ControlToken> ControlTokens { get; } = [new(Array.IndexOf(Texts, "[CALL]"), "[CALL]")];

        public int[] Tokenize(string text, bool addSpecial, bool parseSpecial) => throw new NotSupportedException();

        public int TokenBytes(int token, Span<byte> destination)
        {
            var bytes = Texts[token] == "[CALL]" ? [] : Encoding.UTF8.GetBytes(Texts[token]);
            return bytes.AsSpan().TryCopyTo(destination) ? bytes.Length : -bytes.Length;
        }

        public bool IsEndOfGeneration(int token) => false;
    }
}
