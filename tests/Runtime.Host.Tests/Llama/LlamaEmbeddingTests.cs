using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;
using LLama;
using LLama.Common;
using LLama.Extensions;
using LLama.Native;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class LlamaEmbeddingTests : IDisposable
{
    private static readonly ReadOnlyMemory<int>[] Inputs = [new[] { 65, 66, 67 }, new[] { 68 }, new[] { 65, 66, 67, 68, 69, 70, 71 }, new[] { 67, 66, 65 }];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-embedding-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("bert", null)]
    [InlineData("llama", LLamaPoolingType.Mean)]
    [InlineData("llama", LLamaPoolingType.Last)]
    [InlineData("llama", LLamaPoolingType.CLS)]
    public async Task An_input_has_one_embedding_alone_and_in_any_batch(string architecture, LLamaPoolingType? pooling)
    {
        using var embedding = await EmbedderAsync(architecture, pooling);
        var together = Embed(embedding, Inputs);
        var reversed = Embed(embedding, [.. Inputs.Reverse()]);
        for (var i = 0; i < Inputs.Length; i++)
        {
            var alone = Embed(embedding, [Inputs[i]])[0];
            Close(alone, together[i]);
            Close(alone, reversed[^(i + 1)]);
            Assert.Equal(1, Norm(alone), 1e-5);
        }
    }

    [Fact]
    public async Task Different_texts_have_different_embeddings()
    {
        using var embedding = await EmbedderAsync("llama", LLamaPoolingType.Mean);
        var vectors = Embed(embedding, Inputs);
        Assert.All(
            from i in Enumerable.Range(0, vectors.Count) from j in Enumerable.Range(0, i) select (vectors[i], vectors[j]),
            pair => Assert.True(Dot(pair.Item1, pair.Item2) < 0.999));
    }

    [Fact]
    public async Task The_mean_is_that_of_the_tokens_own_embeddings()
    {
        using var embedding = await EmbedderAsync("llama", LLamaPoolingType.Mean);
        var tokens = Inputs[2].ToArray();
        Close(MeanOfTokens(tokens), Embed(embedding, [tokens])[0]);
    }

    [Fact]
    public async Task A_model_that_only_embeds_generates_nothing()
    {
        RandomEncoder.Describe().Write(ModelFile);
        var loaded = await LoadAsync(new EmbeddingOptions());
        using var embedding = loaded.Embedding;
        using var model = loaded.Model;
        Assert.False(model.Description.Generates);
        Assert.Equal((64, RandomEncoder.ContextLength), (embedding!.Dimensions, embedding.MaxTokens));
        Assert.Equal(StepStatus.Failed, model.Evaluate(new StepBatch([new StepEntry(0, 65, 0, true)])).Status);
    }

    [Fact]
    public async Task A_model_that_generates_embeds_only_when_asked_to()
    {
        RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32).Write(ModelFile);
        var loaded = await LoadAsync(new EmbeddingOptions());
        using (loaded.Model) Assert.Null(loaded.Embedding);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync(new EmbeddingOptions { Use = EmbeddingUse.On }));
        Assert.Contains("--pooling", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_llama_would_abort_over_never_reaches_it()
    {
        using var embedding = await EmbedderAsync("bert", null);
        var most = embedding.MaxTokens;
        Assert.Throws<ArgumentOutOfRangeException>(() => Embed(embedding, [new int[most + 1]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Embed(embedding, [.. Enumerable.Repeat((ReadOnlyMemory<int>)new[] { 1 }, embedding.MaxInputs + 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Embed(embedding, [new[] { 1 << 20 }]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Embed(embedding, [Array.Empty<int>()]));
        Assert.Single(Embed(embedding, [new int[most]]));
        Assert.Equal(embedding.MaxInputs, Embed(embedding, [.. Enumerable.Repeat((ReadOnlyMemory<int>)new[] { 1, 2 }, embedding.MaxInputs)]).Count);
    }

    private string ModelFile => Path.Combine(_folder.FullName, "m.gguf");

    private async Task<IEmbeddingModel> EmbedderAsync(string architecture, LLamaPoolingType? pooling)
    {
        (architecture == "bert" ? RandomEncoder.Describe() : RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32)).Write(ModelFile);
        var loaded = await LoadAsync(new EmbeddingOptions { Use = EmbeddingUse.On, Pooling = pooling });
        // The context keeps the weights alive.
        loaded.Model.Dispose();
        return loaded.Embedding!;
    }

    private Task<LoadedModel> LoadAsync(EmbeddingOptions embedding)
    {
        var options = new LlamaOptions { ModelFile = ModelFile, ContextTokens = 256, ParallelSequences = 1, Threads = 1, Embedding = embedding };
        return new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), TestContext.Current.CancellationToken);
    }

    private float[] MeanOfTokens(int[] tokens)
    {
        var parameters = new ModelParams(ModelFile) { GpuLayerCount = 0, ContextSize = 256, Embeddings = true, PoolingType = LLamaPoolingType.None, Threads = 1, BatchThreads = 1 };
        using var weights = LLamaWeights.LoadFromFile(parameters);
        parameters.ToLlamaContextParams(out var native);
        using var context = weights.NativeHandle.CreateContext(native);
        var batch = new LLamaBatch();
        for (var position = 0; position < tokens.Length; position++) batch.Add(tokens[position], position, LLamaSeqId.Zero, logits: true);
        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
        var sum = new float[weights.EmbeddingSize];
        for (var position = 0; position < tokens.Length; position++)
        {
            var one = context.GetEmbeddingsIth(position);
            for (var i = 0; i < sum.Length; i++) sum[i] += one[i];
        }

        var norm = Norm(sum);
        return [.. sum.Select(value => (float)(value / norm))];
    }

    private static List<float[]> Embed(IEmbeddingModel model, ReadOnlyMemory<int>[] inputs)
    {
        var vectors = new List<float[]>();
        model.Embed(inputs, vectors);
        return vectors;
    }

    /// <summary>F32 weights, but the cells of causal models are F16 and the kernel depends on the batch: equal but for rounding.</summary>
    private static void Close(float[] expected, float[] actual) =>
        Assert.True(Dot(expected, actual) > 1 - 1e-5, $"cosine {Dot(expected, actual)}");

    private static double Norm(float[] vector) => Math.Sqrt(Dot(vector, vector));

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}
