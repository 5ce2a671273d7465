using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Speculation;

namespace InferOps.Runtime.Core.Tests.Speculation;

public sealed class DraftVocabularyTests
{
    private static readonly Vocabulary Target = new(new Words("a", "b", "end"), 3);

    [Fact]
    public void The_same_vocabulary_is_accepted() => DraftVocabulary.Check(Target, new Vocabulary(new Words("a", "b", "end"), 3));

    [Fact]
    public void Long_tokens_are_compared_to_their_end()
    {
        var (left, right) = (new string('x', 100) + "a", new string('x', 100) + "b");
        DraftVocabulary.Check(new Vocabulary(new Words(left), 1), new Vocabulary(new Words(left), 1));
        Assert.Throws<InvalidDataException>(() => DraftVocabulary.Check(new Vocabulary(new Words(left), 1), new Vocabulary(new Words(right), 1)));
    }

    [Fact]
    public void Another_size_is_refused()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => DraftVocabulary.Check(Target, new Vocabulary(new Words("a", "b"), 2)));
        Assert.Contains("a vocabulary of 2 tokens, the model one of 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_token_is_refused_by_its_number()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => DraftVocabulary.Check(Target, new Vocabulary(new Words("a", "B", "end"), 3)));
        Assert.Contains("token 1 ", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A vocabulary of whole words; the last ends a generation.</summary>
    private sealed class Words(params string[] words) : ITokenizer
    {
        public int BeginOfSequence => -1;

        public int EndOfSequence => words.Length - 1;

        public IReadOnlyList<ControlToken> ControlTokens => [];

        public int[] Tokenize(string text, bool addSpecial, bool parseSpecial) => throw new NotSupportedException();

        public int TokenBytes(int token, Span<byte> destination)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(words[token]);
            return bytes.AsSpan().TryCopyTo(destination) ? bytes.Length : -bytes.Length;
        }

        public bool IsEndOfGeneration(int token) => token == words.Length - 1;
    }
}
