using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;
using LLama.Native;
using Vocabulary = InferOps.TestKit.Gguf.Vocabulary;

namespace InferOps.Runtime.Host.Tests.Llama;

/// <summary>The real library on a model whose rounding a batch cannot change: guesses, right or wrong, change no token.</summary>
public sealed class SpeculationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-speculation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Texts_that_repeat_themselves_are_looked_up() => SameAnswersAsync(SpeculationMode.PromptLookup, null, leastRight: 0.2);

    [Fact]
    public Task A_draft_model_that_is_the_model_itself_is_always_right() => SameAnswersAsync(SpeculationMode.Draft, Reciter.Describe(GgufTensorType.F32), leastRight: 0.6);

    [Fact]
    public Task Sequences_may_have_cells_of_their_own() => SameAnswersAsync(SpeculationMode.Draft, Reciter.Describe(GgufTensorType.F32), leastRight: 0.6, separate: true);

    [Fact]
    public Task A_draft_model_may_talk_nonsense() => SameAnswersAsync(SpeculationMode.Draft, RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32), leastRight: 0);

    [Fact]
    public async Task Another_vocabulary_is_refused_at_start()
    {
        var options = Options(Reciter.Describe(GgufTensorType.F32)) with { DraftModelFile = Write("other.gguf", RandomModel.Describe(ModelShape.Tiny with { VocabularySize = 2000 }, GgufTensorType.F32)) };
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), CancellationToken.None));
        Assert.Contains("the draft model has a vocabulary of", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_model_that_is_none_is_refused_by_its_name()
    {
        var options = Options(Reciter.Describe(GgufTensorType.F32)) with { DraftModelFile = Path.Combine(_folder.FullName, "page.gguf") };
        await File.WriteAllBytesAsync(options.DraftModelFile, DamagedModels.LoginPage());
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), CancellationToken.None));
        Assert.Contains("page.gguf", refusal.Message, StringComparison.Ordinal);
    }

    private async Task SameAnswersAsync(SpeculationMode mode, GgufFile? draft, double leastRight, bool separate = false)
    {
        var options = Options(Reciter.Describe(GgufTensorType.F32)) with { SeparateCells = separate };
        var asked = Requests();
        var without = await AnswersAsync(options, new SpeculationOptions { Mode = SpeculationMode.Off }, asked);
        var with = await AnswersAsync(
            options with { DraftModelFile = draft is null ? null : Write("draft.gguf", draft) }, new SpeculationOptions { Mode = mode, Always = true }, asked);
        Assert.Equal(without.Answers, with.Answers);
        Assert.InRange(with.Right, leastRight, 1);
    }

    private static async Task<(IReadOnlyList<string> Answers, double Right)> AnswersAsync(LlamaOptions options, SpeculationOptions speculation, IReadOnlyList<GenerationParameters> asked)
    {
        await using var engine = await RecitingEngine.StartAsync(options, new EngineOptions { Speculation = speculation, MaxQueued = asked.Count });
        var answers = await Task.WhenAll(asked.Select(engine.Submit).ToArray().Select(RecitingEngine.ReadAsync));
        if (speculation.Mode != SpeculationMode.Off) Assert.True(engine.DraftedTokens > asked.Count, $"{engine.DraftedTokens} guesses");
        return ([.. answers.Select(answer => string.Join(' ', answer.Tokens))], engine.AcceptedTokens / Math.Max(1.0, engine.DraftedTokens));
    }

    /// <summary>Pieces of the texts, some of them repeated, to go on with: greedily, at random from a seed, with penalties.</summary>
    private static List<GenerationParameters> Requests()
    {
        var random = new Random(1);
        var vocabulary = Repertoire.Standard.Vocabulary();
        return [.. Enumerable.Range(0, 40).Select(i =>
        {
            var text = vocabulary.Tokenize(Recital.All[i % Recital.All.Count].Trigger + Recital.All[i % Recital.All.Count].Text);
            var piece = text[..Math.Min(text.Length - 2, random.Next(5, 30))];
            int[] prompt = [vocabulary.BeginOfSequence, .. random.Next(2) == 0 ? text : [], .. piece];
            return new GenerationParameters
            {
                Prompt = prompt, MaxTokens = random.Next(10, 40), Temperature = i % 3 * 0.5f, Seed = i, FrequencyPenalty = i % 4 == 0 ? 0.3f : 0, RepetitionPenalty = i % 5 == 0 ? 1.1f : 1,
            };
        })];
    }

    private LlamaOptions Options(GgufFile model) => new()
    {
        ModelFile = Write("model.gguf", model), ContextTokens = 8192, ParallelSequences = 4, Threads = 1, KvType = GGMLType.GGML_TYPE_F32,
    };

    private string Write(string name, GgufFile file)
    {
        var path = Path.Combine(_folder.FullName, name);
        file.Write(path);
        return path;
    }
}
