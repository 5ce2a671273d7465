using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Tests.Fakes;

/// <summary>An engine over a fake model, and the few things tests do with it.</summary>
internal sealed class Harness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly RequestValidator _validator;

    private Harness(FakeModelOptions model, EngineOptions options)
    {
        Model = new FakeModel(model);
        Engine = new InferenceEngine(new LoadedModel(Model, Tokenizer), options, Observer, TimeProvider.System);
        _validator = new RequestValidator(RequestLimits.Of(Model.Description, 64));
    }

    public FakeModel Model { get; }

    public FakeTokenizer Tokenizer { get; } = new();

    public RecordingObserver Observer { get; } = new();

    public InferenceEngine Engine { get; }

    public static async Task<Harness> StartAsync(FakeModelOptions? model = null, EngineOptions? options = null)
    {
        var harness = new Harness(model ?? new FakeModelOptions(), options ?? new EngineOptions());
        await harness.Engine.StartAsync();
        return harness;
    }

    public GenerationRequest Request(string prompt, Func<GenerationParameters, GenerationParameters>? with = null)
    {
        var asked = new GenerationParameters { Prompt = Tokenizer.Tokenize(prompt, addSpecial: true, parseSpecial: true), MaxTokens = 20, Temperature = 0 };
        Assert.True(_validator.Validate(with?.Invoke(asked) ?? asked, freshSeed: 1).IsValid(out var request, out var error), error?.Message);
        return request;
    }

    public Generation Submit(GenerationRequest request)
    {
        Assert.True(Engine.Submit(request).IsAdmitted(out var generation, out var rejection), $"{rejection}");
        return generation;
    }

    public Task<Answer> AnswerAsync(string prompt, Func<GenerationParameters, GenerationParameters>? with = null) => ReadAsync(Submit(Request(prompt, with)));

    public async Task<Answer> ReadAsync(Generation generation)
    {
        using var patience = new CancellationTokenSource(Patience);
        var pieces = new List<TextGenerated>();
        var reader = new GenerationReader(generation, Engine.Tokens);
        while (true)
        {
            var next = await reader.ReadAsync(patience.Token);
            if (next is not TextGenerated text) return new Answer(pieces, next);
            pieces.Add(text);
        }
    }

    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(5, patience.Token);
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}

internal sealed record Answer(IReadOnlyList<TextGenerated> Pieces, GenerationEvent Last)
{
    public string Text => string.Concat(Pieces.Select(piece => piece.Text));

    public GenerationFinished Finished => Assert.IsType<GenerationFinished>(Last);

    public GenerationFailed Failed => Assert.IsType<GenerationFailed>(Last);
}
