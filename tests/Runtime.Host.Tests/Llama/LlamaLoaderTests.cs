using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class LlamaLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-loader-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string ModelFile => Path.Combine(_folder.FullName, "m.gguf");

    [Fact]
    public async Task Describes_what_it_loaded()
    {
        Reciter.Describe().Write(ModelFile);
        var (model, tokenizer) = await LoadAsync();
        using (model)
        {
            Assert.Equal(("reciter", 1024, 3, 512, 8192), (model.Description.Name, model.Description.ContextTokens, model.Description.MaxSequences,
                model.Description.BatchTokens, model.Description.TrainedContextTokens));
            Assert.Contains("<|im_start|>", model.Description.ChatTemplate, StringComparison.Ordinal);
            Assert.Equal([tokenizer.BeginOfSequence, .. tokenizer.Tokenize("x", false, false)], tokenizer.Tokenize("x", addSpecial: true, parseSpecial: false));
            Assert.Equal(-1, tokenizer.TokenBytes(tokenizer.Tokenize("x", false, false)[0], []));
        }
    }

    [Fact]
    public async Task A_tokenizer_outlives_its_model_without_harm()
    {
        Reciter.Describe().Write(ModelFile);
        var (model, tokenizer) = await LoadAsync();
        var token = tokenizer.Tokenize("x", false, false)[0];
        model.Dispose();
        Assert.Equal(1, tokenizer.TokenBytes(token, new byte[8]));
        Assert.Throws<ObjectDisposedException>(() => tokenizer.Tokenize("x", false, false));
    }

    [Fact]
    public async Task Numbers_that_llama_would_abort_over_never_reach_it()
    {
        Reciter.Describe().Write(ModelFile);
        var (model, _) = await LoadAsync();
        using (model)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate(new StepBatch([new StepEntry(3, 0, 0, true)])));
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate(new StepBatch([new StepEntry(0, 1 << 20, 0, true)])));
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Remove(-1, 0, -1));
            Assert.Equal(StepStatus.Ok, model.Evaluate(new StepBatch([new StepEntry(2, 65, 0, true)])).Status);
        }
    }

    [Fact]
    public async Task A_model_larger_than_the_memory_is_refused_at_once()
    {
        DamagedModels.WriteLargerThanAnyGpu(ModelFile);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(LoadAsync);
        Assert.Contains("bytes of memory", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loading_again_and_again_gives_the_memory_back()
    {
        RandomModel.Describe(ModelShape.Tiny with { Width = 256, FeedForwardWidth = 1024 }, GgufTensorType.F32).Write(ModelFile);
        (await LoadAsync()).Model.Dispose();
        var before = Environment.WorkingSet;
        for (var round = 0; round < 20; round++) (await LoadAsync()).Model.Dispose();
        // One model takes about 15 MB: a leak would show as 300.
        Assert.InRange((Environment.WorkingSet - before) >> 20, long.MinValue, 100);
    }

    [Theory]
    [InlineData("max\n", long.MaxValue)]
    [InlineData("536870912\n", 536870912)]
    public void The_containers_limit_is_read(string text, long expected) => Assert.Equal(expected, MemoryLimit.ParseCgroup(text));

    [Fact]
    public void The_machines_memory_is_read() => Assert.Equal(24 * 1024, MemoryLimit.ParseMachine(["MemTotal:       24 kB", "MemFree:  1 kB"]));

    private Task<LoadedModel> LoadAsync() => new LlamaLoader(
        new LlamaOptions { ModelFile = ModelFile, ContextTokens = 1024, ParallelSequences = 3, Threads = 1 }, new LlamaLog(TextWriter.Null))
        .LoadAsync(new Progress<float>(), TestContext.Current.CancellationToken);
}
