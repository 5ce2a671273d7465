using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;
using LLama.Native;

namespace InferOps.Runtime.Host.Tests.Llama;

/// <summary>What sequences in one batch change of each other: rounding where the library has other kernels for many tokens than for one, and nothing else.</summary>
/// <remarks>
/// Found with random weights, 16 sequences, 32 tokens each, the logits of each sequence beside 15 others compared to those of it alone (largest difference,
/// logits up to 4.8), the same for one pool of cells and for a cache per sequence, so that it is not the sharing of cells:
/// <code>
/// weights  cells  flash attention   difference
/// F32      F32    off               3e-6         another order of summation
/// F32      any    on                3e-3         the kernel sums in half precision, and differs for one token and for many
/// F16      any    either            2e-3 … 4e-3
/// Q8_0     any    either            0            the same kernel for one token and for many
/// </code>
/// Where the two likeliest tokens of a model are closer than that, greedy answers alone and in a batch may part, and both are right. Random weights have
/// such near ties about once in a few hundred tokens; the reciter has none, which is why tests of scheduling recite.
/// </remarks>
public sealed class RoundingTests : IDisposable
{
    private const int Sequences = 8;
    private const int PromptTokens = 24;
    private const int Steps = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-rounding-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(GgufTensorType.F32, GGMLType.GGML_TYPE_F32, false, 1e-4)]
    [InlineData(GgufTensorType.F32, GGMLType.GGML_TYPE_F16, true, 1e-1)]
    [InlineData(GgufTensorType.Q8_0, GGMLType.GGML_TYPE_F16, true, 0)]
    public async Task A_batch_changes_logits_by_no_more_than_rounding(GgufTensorType weights, GGMLType cells, bool flashAttention, float tolerance)
    {
        var file = Path.Combine(_folder.FullName, "m.gguf");
        RandomModel.Describe(ModelShape.Tiny, weights).Write(file);
        var options = new LlamaOptions { ModelFile = file, ContextTokens = 1024, ParallelSequences = Sequences, Threads = 1, KvType = cells, FlashAttention = flashAttention };
        using var model = (await new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), TestContext.Current.CancellationToken)).Model;

        var together = Logits(model, [.. Enumerable.Range(0, Sequences)]);
        for (var sequence = 0; sequence < Sequences; sequence++)
        {
            var alone = Logits(model, [sequence]);
            for (var step = 0; step < Steps; step++)
                Assert.All(alone[0][step].Zip(together[sequence][step]), pair => Assert.InRange(MathF.Abs(pair.First - pair.Second), 0, tolerance));
        }
    }

    /// <summary>Logits at each step of the given sequences, evaluated beside each other: prompts one after the other, then a token of each.</summary>
    private static float[][][] Logits(IInferenceModel model, int[] sequences)
    {
        model.Clear();
        foreach (var sequence in sequences) Evaluate(model, [.. Enumerable.Range(0, PromptTokens).Select(position => Entry(sequence, position, false))]);
        var logits = sequences.Select(_ => new float[Steps][]).ToArray();
        for (var step = 0; step < Steps; step++)
        {
            Evaluate(model, [.. sequences.Select(sequence => Entry(sequence, PromptTokens + step, true))]);
            for (var i = 0; i < sequences.Length; i++) logits[i][step] = model.Logits(i).ToArray();
        }

        return logits;
    }

    /// <summary>The texts are given, not chosen: a difference at one step does not become another text at the next.</summary>
    private static StepEntry Entry(int sequence, int position, bool wantLogits) => new(sequence, (97 * sequence + 31 * position) % 300, position, wantLogits);

    private static void Evaluate(IInferenceModel model, StepEntry[] entries) => Assert.Equal(StepStatus.Ok, model.Evaluate(new StepBatch(entries)).Status);
}
