using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;
using LLama.Native;

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
            Assert.Equal(("reciter", 1024, 3, 12, 512, 8192), (model.Description.Name, model.Description.ContextTokens, model.Description.MaxSequences,
                model.Description.SequenceIds, model.Description.BatchTokens, model.Description.TrainedContextTokens));
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
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate(new StepBatch([new StepEntry(12, 0, 0, true)])));
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate(new StepBatch([new StepEntry(0, 1 << 20, 0, true)])));
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Remove(-1, 0, -1));
            Assert.Equal(StepStatus.Ok, model.Evaluate(new StepBatch([new StepEntry(11, 65, 0, true)])).Status);
        }
    }

    [Theory]
    [InlineData(GGMLType.GGML_TYPE_F32)]
    [InlineData(GGMLType.GGML_TYPE_Q8_0)]
    public async Task Cells_of_another_number_format_serve_too(GGMLType type)
    {
        RandomModel.Describe(ModelShape.Tiny with { HeadWidth = 32 }, GgufTensorType.F32).Write(ModelFile);
        using var model = (await LoadAsync(new LlamaOptions { ModelFile = ModelFile, ContextTokens = 256, ParallelSequences = 2, Threads = 1, KvType = type })).Model;
        Assert.Equal(StepStatus.Ok, model.Evaluate(new StepBatch([new StepEntry(0, 65, 0, true)])).Status);
    }

    [Fact]
    public async Task A_step_allocates_nothing()
    {
        Reciter.Describe().Write(ModelFile);
        using var model = (await LoadAsync()).Model;
        var entries = new StepEntry[3];
        Step(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var position = 1; position < 20; position++) Step(position);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step(int position)
        {
            for (var sequence = 0; sequence < 3; sequence++) entries[sequence] = new StepEntry(sequence, 65 + sequence, position, WantLogits: true);
            if (model.Evaluate(new StepBatch(entries)).Status != StepStatus.Ok || model.Logits(2).IsEmpty) throw new InvalidOperationException();
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

    private Task<LoadedModel> LoadAsync() => LoadAsync(new LlamaOptions { ModelFile = ModelFile, ContextTokens = 1024, ParallelSequences = 3, Threads = 1 });

    private static Task<LoadedModel> LoadAsync(LlamaOptions options) =>
        new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), TestContext.Current.CancellationToken);
}
