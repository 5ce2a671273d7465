using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Core.Tests.Fakes;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class AllocationTests
{
    private const int Sequences = 8;
    private const int Steps = 1000;

    // An event is 24 bytes in the channel and a token 4 in the sequence; both lists grow by doubling.
    private const int MostBytesPerToken = 64;

    // Two numbers of 4 bytes, in arrays that double: half empty at worst, and half as much was left behind.
    private const int MostIndexBytesPerToken = 32;

    [Theory]
    [InlineData(SpeculationMode.Off, MostBytesPerToken)]
    [InlineData(SpeculationMode.PromptLookup, MostBytesPerToken + MostIndexBytesPerToken)]
    public void A_token_costs_the_engine_thread_its_event_and_nothing_else(SpeculationMode speculation, int most)
    {
        using var model = new StillModel();
        var (loaded, observer) = (new LoadedModel(model, new FakeTokenizer()), new RecordingObserver());
        var options = new EngineOptions { Speculation = new SpeculationOptions { Mode = speculation } };
        var loop = new EngineLoop(
            loaded, TokenTable.Read(loaded.Tokenizer, FakeTokenizer.VocabularySize), options, observer, new LoadEstimator(), TimeProvider.System);
        foreach (var generation in Generations(model)) loop.Enqueue(generation);
        for (var step = 0; step < 300; step++) loop.Step();

        var generated = observer.GeneratedTokens;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < Steps; step++) loop.Step();
        var perToken = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(observer.GeneratedTokens - generated);
        Assert.Equal(Sequences, loop.Running);
        Assert.InRange(perToken, 0, most);
    }

    private static IEnumerable<Generation> Generations(StillModel model)
    {
        var gate = new AdmissionGate(Sequences, 0);
        var validator = new RequestValidator(RequestLimits.Of(model.Description, 1));
        for (var i = 0; i < Sequences; i++)
        {
            var asked = new GenerationParameters { Prompt = [FakeTokenizer.Begin, 'a' + i], MaxTokens = 30_000, Temperature = 0, Key = $"{i % 2}" };
            Assert.True(validator.Validate(asked, 1).IsValid(out var request, out var error), error?.Message);
            Assert.Null(gate.TryEnter(request.Key, 1, out var tickets));
            yield return new Generation(request, tickets[0], TimeProvider.System, new Nobody());
        }
    }

    /// <summary>A model that always says the same and allocates nothing.</summary>
    private sealed class StillModel : IInferenceModel
    {
        private readonly float[] _logits = Logits();

        public ModelDescription Description { get; } = new()
        {
            Name = "still", ContextTokens = 1 << 20, MaxSequences = Sequences, SequenceIds = 64, BatchTokens = 64,
            VocabularySize = FakeTokenizer.VocabularySize, TrainedContextTokens = 1 << 16, SharesPrefixes = true,
        };

        public StepResult Evaluate(StepBatch batch) => StepResult.Ok;

        public ReadOnlySpan<float> Logits(int index) => _logits;

        public void Remove(int sequence, int fromPosition, int toPosition)
        {
        }

        public void Copy(int fromSequence, int toSequence, int fromPosition, int toPosition)
        {
        }

        public void UseAdapter(int adapter)
        {
        }

        public void Clear()
        {
        }

        public void Dispose()
        {
        }

        private static float[] Logits()
        {
            var logits = new float[FakeTokenizer.VocabularySize];
            logits['a'] = 1;
            return logits;
        }
    }

    private sealed class Nobody : IGenerationOwner
    {
        public void Finish(Generation generation)
        {
        }

        public void Cancel(Generation generation)
        {
        }

        public void Completed(Generation generation)
        {
        }

        public void Deliver(Generation generation, EngineEvent happened) => generation.Receive(happened);
    }
}
