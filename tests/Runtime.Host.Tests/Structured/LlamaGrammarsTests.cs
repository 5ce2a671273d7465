using System.Diagnostics;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;
using LLama;
using LLama.Common;

namespace InferOps.Runtime.Host.Tests.Structured;

public sealed class LlamaGrammarsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-grammar-");
    private readonly LLamaWeights _weights;
    private readonly LlamaTokenizer _tokenizer;

    public LlamaGrammarsTests()
    {
        var file = Path.Combine(_folder.FullName, "babbler.gguf");
        RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32).Write(file);
        _weights = LLamaWeights.LoadFromFile(new ModelParams(file) { GpuLayerCount = 0 });
        _tokenizer = new LlamaTokenizer(_weights);
    }

    public void Dispose()
    {
        _weights.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Copies_of_one_grammar_go_their_own_ways()
    {
        var grammars = new LlamaGrammars(_weights, _tokenizer, TimeProvider.System);
        using var one = grammars.Compile(new Grammar("root ::= \"ab\""));
        one.Accept('a');
        using var other = grammars.Compile(new Grammar("root ::= \"ab\""));
        Assert.Equal((false, true, true, false), (one.Allows('a'), one.Allows('b'), other.Allows('a'), other.Allows('b')));
        one.Accept('b');
        var end = new Vocabulary("").EndOfTurn - new Vocabulary("").Count + _weights.Vocab.Count;
        Assert.Equal((true, false), (one.Allows(end), other.Allows(end)));
    }

    [Fact]
    public void Control_tokens_are_no_text()
    {
        using var anything = new LlamaGrammars(_weights, _tokenizer, TimeProvider.System).Compile(new Grammar("root ::= .{20,}"));
        var logits = new float[_weights.Vocab.Count];
        anything.Restrict(logits);
        Assert.True(float.IsFinite(logits['a']));
        Assert.All(_tokenizer.Tokenize("<|im_start|><|im_end|>", addSpecial: true, parseSpecial: true), token => Assert.True(float.IsNegativeInfinity(logits[token])));
    }

    [Fact]
    public void A_refused_token_is_an_error_and_not_the_end_of_the_process()
    {
        using var constraint = new LlamaGrammars(_weights, _tokenizer, TimeProvider.System).Compile(new Grammar("root ::= \"ab\""));
        Assert.Throws<ArgumentException>(() => constraint.Accept('b'));
        constraint.Accept('a');
    }

    [Fact]
    public void A_grammar_that_takes_too_long_is_given_up()
    {
        using var constraint = new LlamaGrammars(_weights, _tokenizer, new Slow()).Compile(new Grammar("root ::= \"a\" root \"b\" | \"a\" root \"c\" | \"d\""));
        Assert.Throws<ConstraintException>(() => constraint.Accept('a'));
    }

    /// <summary>Two seconds pass between any two looks at the clock.</summary>
    private sealed class Slow : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += 2 * TimestampFrequency;
    }
}
