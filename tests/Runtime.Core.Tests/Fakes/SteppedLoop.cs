using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Tests.Fakes;

/// <summary>An engine loop without its thread: the test takes the steps, and after each one the cells are counted.</summary>
internal sealed class SteppedLoop : IGenerationOwner
{
    private readonly AdmissionGate _gate = new(1 << 20, 0);
    private readonly RequestValidator _validator;
    private readonly TimeProvider _time;

    public SteppedLoop(FakeModelOptions model, EngineOptions? options = null, TimeProvider? time = null, FakeModelOptions? draft = null)
    {
        Model = new FakeModel(model);
        var loaded = new LoadedModel(Model, new FakeTokenizer()) { Draft = draft is null ? null : new FakeModel(draft) };
        _time = time ?? TimeProvider.System;
        var tokens = TokenTable.Read(new FakeTokenizer(), FakeTokenizer.VocabularySize);
        Loop = new EngineLoop(loaded, tokens, options ?? new EngineOptions(), Observer, new LoadEstimator(), _time);
        _validator = new RequestValidator(RequestLimits.Of(Model.Description, 64));
    }

    public FakeModel Model { get; }

    public EngineLoop Loop { get; }

    public RecordingObserver Observer { get; } = new();

    public int Steps { get; private set; }

    public Generation Submit(GenerationParameters asked)
    {
        Assert.True(_validator.Validate(asked, freshSeed: 1).IsValid(out var request, out var error), error?.Message);
        Assert.Null(_gate.TryEnter(request.Key, 1, out var tickets));
        var generation = new Generation(request, tickets[0], _time, this);
        Loop.Enqueue(generation);
        return generation;
    }

    public void Step()
    {
        Loop.Step();
        Steps++;
        CheckCells();
    }

    public void RunToEnd(int mostSteps = 100_000)
    {
        for (var i = 0; Loop.HasWork; i++)
        {
            Assert.True(i < mostSteps, $"no end after {mostSteps} steps");
            Step();
        }
    }

    public IReadOnlyList<int> Answer(GenerationParameters asked)
    {
        var generation = Submit(asked);
        RunToEnd();
        return Read(generation).Tokens;
    }

    public static Outcome Read(Generation generation)
    {
        var tokens = new List<int>();
        while (generation.Tokens.TryRead(out var happened))
        {
            if (happened.End is not null) return new Outcome(tokens, happened.End);
            tokens.Add(happened.Token);
        }

        return new Outcome(tokens, null);
    }

    public void CheckCells()
    {
        var cells = Loop.Cells;
        Assert.Equal(Model.CellsUsed, cells.Used + cells.Cached);
        if (Loop.Running == 0) Assert.Equal(0, cells.Used);
    }

    void IGenerationOwner.Finish(Generation generation) => Loop.Finish(generation);

    void IGenerationOwner.Cancel(Generation generation) => Loop.Cancel(generation);

    void IGenerationOwner.Completed(Generation generation)
    {
    }

    void IGenerationOwner.Deliver(Generation generation, EngineEvent happened) => generation.Receive(happened);
}

/// <param name="Tokens">What was generated; an end-of-generation token is not among them.</param>
/// <param name="End">How it ended; null while it goes on.</param>
internal sealed record Outcome(IReadOnlyList<int> Tokens, GenerationEvent? End);
