using System.Collections.Concurrent;
using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Embedding;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Embedding;

public sealed class EmbeddingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Every_input_gets_its_own_vector_in_order_however_batches_are_cut()
    {
        await using var engine = await StartAsync(new FakeEmbeddingModel());
        var lists = Enumerable.Range(1, 12).Select(i => Enumerable.Range(0, i * 3).Select(j => Input((i * 7) + j, 1 + (j % 50))).ToArray()).ToList();
        var results = await Task.WhenAll(lists.Select(list => ResultAsync(engine, list)));
        foreach (var (list, result) in lists.Zip(results)) Assert.Equal(list.Select(FakeEmbeddingModel.Vector), result.Vectors);
    }

    [Fact]
    public async Task A_single_text_does_not_wait_for_the_end_of_a_long_list()
    {
        var longest = new ConcurrentQueue<int>();
        using var gate = new ManualResetEventSlim();
        var model = new FakeEmbeddingModel { MaxInputs = 4, BeforeBatch = inputs => Wait(gate, longest, inputs.Max(input => input.Length)) };
        await using var engine = await StartAsync(model);
        var list = ResultAsync(engine, [.. Enumerable.Range(0, 100).Select(i => Input(i, 1))]);
        await Harness.UntilAsync(() => longest.Count == 2);
        var single = ResultAsync(engine, [Input(7, 3)]);
        gate.Set();
        await Task.WhenAll(list, single);
        Assert.Equal(2, longest.ToList().IndexOf(3));
    }

    [Fact]
    public async Task Between_two_steps_of_a_generation_there_is_at_most_one_batch()
    {
        using var gate = new ManualResetEventSlim();
        var (steps, model) = (new ConcurrentQueue<int>(), new FakeModel());
        var embedding = new FakeEmbeddingModel { MaxInputs = 1, BeforeBatch = _ => Wait(gate, steps, model.Steps) };
        await using var engine = await StartAsync(embedding, model: model);
        var list = ResultAsync(engine, [.. Enumerable.Range(0, 100).Select(i => Input(i, 1))]);
        var asked = new GenerationParameters { Prompt = [1, 2, 3], MaxTokens = 20, IgnoreEndOfGeneration = true };
        Assert.True(new RequestValidator(RequestLimits.Of(model.Description, 64)).Validate(asked, 1).IsValid(out var request, out _));
        Assert.True(engine.Submit(request).IsAdmitted(out _, out _));
        gate.Set();
        Assert.Equal(100, (await list).Vectors!.Count);

        // The last step of the generation is followed by all that is left.
        var (first, last) = (steps.Skip(1).Min(), steps.Max());
        Assert.Equal(20, last - first);
        for (var step = first + 1; step < last; step++) Assert.Single(steps, step);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_not_served_to_the_end()
    {
        using var left = new CancellationTokenSource();
        using var gate = new ManualResetEventSlim();
        var sizes = new ConcurrentQueue<int>();
        await using var engine = await StartAsync(new FakeEmbeddingModel { MaxInputs = 1, BeforeBatch = inputs => Wait(gate, sizes, inputs.Count) });
        var list = engine.Embed(Request([.. Enumerable.Range(0, 100).Select(i => Input(i, 1))]), left.Token).Result!;
        await Harness.UntilAsync(() => sizes.Count == 2);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list);
        gate.Set();
        await Harness.UntilAsync(() => engine.Load.Waiting == 0);
        Assert.Equal(2, sizes.Count);
    }

    [Fact]
    public async Task A_full_engine_says_so_at_once()
    {
        using var gate = new ManualResetEventSlim();
        var sizes = new ConcurrentQueue<int>();
        var options = new EngineOptions { MaxQueued = 0 };
        await using var engine = await StartAsync(new FakeEmbeddingModel { BeforeBatch = inputs => Wait(gate, sizes, inputs.Count) }, options);
        var admitted = Enumerable.Range(0, 4).Select(i => ResultAsync(engine, [Input(i, 1)])).ToList();
        Assert.Equal(RejectionReason.QueueFull, engine.Embed(Request([Input(1, 1)]), CancellationToken.None).Rejection!.Reason);
        gate.Set();
        await Task.WhenAll(admitted);
    }

    [Fact]
    public async Task A_drain_waits_for_embeddings_and_admits_no_more()
    {
        using var gate = new ManualResetEventSlim();
        var sizes = new ConcurrentQueue<int>();
        await using var engine = await StartAsync(new FakeEmbeddingModel { BeforeBatch = inputs => Wait(gate, sizes, inputs.Count) });
        var running = ResultAsync(engine, [Input(1, 1)]);
        var drained = engine.DrainAsync(CancellationToken.None);
        Assert.Equal(RejectionReason.Draining, engine.Embed(Request([Input(1, 1)]), CancellationToken.None).Rejection!.Reason);
        Assert.False(drained.IsCompleted);
        gate.Set();
        await drained.WaitAsync(Patience);
        Assert.NotNull((await running).Vectors);
    }

    [Fact]
    public async Task A_model_that_fails_fails_everybody_and_ends_the_engine()
    {
        using var gate = new ManualResetEventSlim();
        var batches = new ConcurrentQueue<int>();
        var model = new FakeEmbeddingModel { MaxInputs = 1, BeforeBatch = _ => ThrowLater(gate, batches) };
        await using var engine = await StartAsync(model);
        var asked = Enumerable.Range(0, 3).Select(i => ResultAsync(engine, [Input(i, 1), Input(i, 2), Input(i, 3)])).ToList();
        gate.Set();
        var results = await Task.WhenAll(asked);
        Assert.All(results, result => Assert.Equal(GenerationFailure.EngineFault, result.Failure!.Reason));
        await Assert.ThrowsAsync<EngineFaultException>(() => engine.Completion.WaitAsync(Patience));
        Assert.True(model.Disposed);
    }

    [Theory]
    [InlineData("nothing at all", RequestErrorCodes.InvalidValue)]
    [InlineData("an empty input", RequestErrorCodes.EmptyPrompt, 3, 0)]
    [InlineData("one that is too long", RequestErrorCodes.ContextLengthExceeded, 65)]
    [InlineData("tokens that do not exist", RequestErrorCodes.InvalidValue, -1)]
    public void Inputs_that_cannot_be_embedded_are_told_why(string what, string code, params int[] lengths)
    {
        var inputs = lengths.Select(length => length < 0 ? [9999] : Input(1, length)).ToList();
        var error = new EmbeddingValidator(64, FakeTokenizer.VocabularySize).Validate("", inputs, out _);
        Assert.True(code == error?.Code, $"{what}: {error}");
    }

    private static async Task<InferenceEngine> StartAsync(FakeEmbeddingModel embedding, EngineOptions? options = null, FakeModel? model = null)
    {
        var loaded = new LoadedModel(model ?? new FakeModel(), new FakeTokenizer()) { Embedding = embedding };
        var engine = new InferenceEngine(loaded, options ?? new EngineOptions(), new RecordingObserver(), TimeProvider.System);
        await engine.StartAsync();
        return engine;
    }

    private static Task<EmbeddingResult> ResultAsync(InferenceEngine engine, IReadOnlyList<int[]> inputs)
    {
        var submission = engine.Embed(Request(inputs), CancellationToken.None);
        Assert.True(submission.Result is not null, $"{submission.Rejection}");
        return submission.Result.WaitAsync(Patience);
    }

    private static EmbeddingRequest Request(IReadOnlyList<int[]> inputs)
    {
        Assert.Null(new EmbeddingValidator(64, FakeTokenizer.VocabularySize).Validate("", inputs, out var request));
        return request;
    }

    private static int[] Input(int first, int length) => [.. Enumerable.Range(first, length).Select(token => token % 250)];

    // The warm-up is the first batch, and passes.
    private static void Wait(ManualResetEventSlim gate, ConcurrentQueue<int> sizes, int inputs)
    {
        sizes.Enqueue(inputs);
        if (sizes.Count > 1) gate.Wait(Patience);
    }

    private static void ThrowLater(ManualResetEventSlim gate, ConcurrentQueue<int> batches)
    {
        Wait(gate, batches, 1);
        if (batches.Count > 4) throw new EngineFaultException("device lost");
    }
}
