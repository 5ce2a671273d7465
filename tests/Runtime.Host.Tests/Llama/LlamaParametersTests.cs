using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Llama;
using LLama.Native;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class LlamaParametersTests
{
    private static readonly LlamaOptions Options = new() { ModelFile = "/m.gguf", Threads = 3 };

    private static readonly ModelFacts Facts = new() { Format = "gguf", Architecture = "llama", WeightBytes = 1, FileBytes = 1, ContextLength = 131072, KvBytesPerToken = 64 };

    [Fact]
    public void Prompts_have_as_many_threads_as_tokens_unless_told_otherwise()
    {
        var same = LlamaParameters.Build(Options, Facts);
        var other = LlamaParameters.Build(Options with { BatchThreads = 5 }, Facts);
        Assert.Equal((3, 3, 3, 5), (same.Threads, same.BatchThreads, other.Threads, other.BatchThreads));
    }

    [Fact]
    public void Several_gpus_get_the_shares_asked_for()
    {
        var parameters = LlamaParameters.Build(Options with { Split = new GpuSplit { Mode = GPUSplitMode.Row, Shares = [3, 1], MainGpu = 1 } }, Facts);
        Assert.Equal((GPUSplitMode.Row, 1), (parameters.SplitMode, parameters.MainGpu));
        Assert.Equal([3f, 1f, 0f], parameters.TensorSplits.Take(3));
        Assert.All(LlamaParameters.Build(Options, Facts).TensorSplits, share => Assert.Equal(0, share));
    }

    [Fact]
    public void More_gpus_than_the_library_knows_are_refused()
    {
        var failure = Assert.Throws<InvalidDataException>(() => LlamaParameters.Build(Options with { Split = new GpuSplit { Shares = new float[17] } }, Facts));
        Assert.Contains("17 shares", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_sequences_than_a_context_holds_are_refused()
    {
        var failure = Assert.Throws<InvalidDataException>(() => LlamaParameters.Build(Options with { ParallelSequences = 257 }, Facts));
        Assert.Contains("257 parallel sequences", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(16, 64)]
    [InlineData(100, 256)]
    [InlineData(256, 256)]
    public void Some_sequence_ids_are_left_for_cells_that_nobody_uses_at_the_moment(int parallel, int ids) => Assert.Equal(ids, LlamaParameters.SequenceIds(parallel));

    [Theory]
    [InlineData(GGMLType.GGML_TYPE_F16, 64, null)]
    [InlineData(GGMLType.GGML_TYPE_F32, 128, null)]
    [InlineData(GGMLType.GGML_TYPE_Q8_0, 34, true)]
    public void The_cells_number_format_decides_their_size_and_what_can_read_them(GGMLType type, long bytes, bool? flashAttention)
    {
        var options = Options with { KvType = type };
        var parameters = LlamaParameters.Build(options, Facts);
        Assert.Equal((type, type, flashAttention), (parameters.TypeK, parameters.TypeV, parameters.FlashAttention));
        Assert.Equal(bytes, LlamaParameters.KvBytesPerToken(options, Facts));
    }
}
