using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;
using LLama.Native;

namespace InferOps.Runtime.Host.Tests.Llama;

/// <summary>The real library on a model whose rounding a batch cannot change: what runs beside a request changes none of its tokens.</summary>
public sealed class ScheduleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-schedules-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, Trial> Trials => new()
    {
        { "room for all", new Trial(300) },
        { "a cache so small that requests give way to each other", new Trial(30) { Cells = 256, Sequences = 8, ShortestAnswer = 40, LongestAnswer = 60, FewestRequests = 8, Patient = false } },
        { "cells of their own for each", new Trial(150) { Cells = 2048, Sequences = 4, Separate = true } },
        { "two adapters", new Trial(170) { Cells = 512, Sequences = 4, Adapted = true } },
    };

    [Theory]
    [MemberData(nameof(Trials))]
    public async Task No_schedule_changes_a_token(string what, Trial trial)
    {
        var options = Options(trial);
        await using var alone = await RecitingEngine.StartAsync(options with { ContextTokens = 512, ParallelSequences = 1 });
        var pool = await PoolAsync(alone, trial);
        await using var engine = await RecitingEngine.StartAsync(options);
        for (var seed = 0; seed < trial.Schedules; seed++) await RunAsync(engine, pool, trial, seed);

        // What is tested must have happened.
        Assert.True(engine.Reused > 5 * trial.Schedules, $"{what}: {engine.Reused} tokens came from the cache");
        if (!trial.Patient) Assert.True(engine.Preemptions > trial.Schedules / 5, $"{what}: {engine.Preemptions} preemptions");
    }

    private LlamaOptions Options(Trial trial)
    {
        var reciter = Path.Combine(_folder.FullName, "reciter.gguf");
        var adapter = Path.Combine(_folder.FullName, "adapter.gguf");
        Reciter.Describe(GgufTensorType.F32).Write(reciter);
        ReciterAdapter.Describe(" five", " seven").Write(adapter);
        return new LlamaOptions
        {
            ModelFile = reciter, ContextTokens = trial.Cells, ParallelSequences = trial.Sequences, SeparateCells = trial.Separate, Threads = 1, KvType = GGMLType.GGML_TYPE_F32,
            Adapters = trial.Adapted ? [new AdapterFile("swapped", adapter)] : [],
        };
    }

    private static async Task RunAsync(RecitingEngine engine, IReadOnlyList<Recited> pool, Trial trial, int seed)
    {
        var random = new Random(seed);
        var asked = new List<(Generation Generation, int[] Expected)>();
        for (var i = random.Next(trial.FewestRequests, trial.FewestRequests + 5); i > 0; i--)
        {
            var recited = pool[random.Next(pool.Count)];
            var length = random.Next(Math.Min(trial.ShortestAnswer, recited.Answer.Length), recited.Answer.Length + 1);
            asked.Add((engine.Submit(recited.Asked with { MaxTokens = length, Priority = random.Next(2) }), recited.Answer[..length]));
            if (trial.Patient && random.Next(2) == 0) await RecitingEngine.UntilAsync(asked[random.Next(asked.Count)].Generation, random.Next(1, 10));
            if (random.Next(8) == 0) asked[random.Next(asked.Count)].Generation.Dispose();
        }

        foreach (var (generation, expected) in asked)
        {
            var (tokens, end) = await RecitingEngine.ReadAsync(generation);
            if (end is GenerationFailed { Reason: GenerationFailure.Cancelled }) Assert.Equal(expected.Take(tokens.Count), tokens);
            else Assert.Equal((seed, string.Join(' ', expected), typeof(GenerationFinished)), (seed, string.Join(' ', tokens), end.GetType()));
        }
    }

    /// <summary>Pieces of the texts, and how the model goes on with each when it has nothing else to do. Every second one begins where its text begins.</summary>
    private static async Task<IReadOnlyList<Recited>> PoolAsync(RecitingEngine alone, Trial trial)
    {
        var random = new Random(1);
        var vocabulary = Repertoire.Standard.Vocabulary();
        var pool = new List<Recited>();
        for (var i = 0; i < 25; i++)
        {
            var recital = Recital.All[i % Recital.All.Count];
            var text = vocabulary.Tokenize(recital.Trigger + recital.Text);
            var from = i % 2 == 0 ? 0 : random.Next(text.Length / 2);
            int[] prompt = [vocabulary.BeginOfSequence, .. text[from..Math.Min(text.Length - 2, from + random.Next(10, 40))]];
            var asked = new GenerationParameters
            {
                Prompt = prompt, MaxTokens = trial.LongestAnswer, Temperature = 0, Adapter = trial.Adapted ? random.Next(2) - 1 : -1,
            };
            var (answer, _) = await RecitingEngine.ReadAsync(alone.Submit(asked));
            if (answer.Count > 0) pool.Add(new Recited(asked, [.. answer]));
        }

        return pool;
    }

    /// <param name="Schedules">How many are tried.</param>
    public sealed record Trial(int Schedules)
    {
        /// <summary>KV cells.</summary>
        public int Cells { get; init; } = 1024;

        /// <summary>Sequences that run at once.</summary>
        public int Sequences { get; init; } = 6;

        /// <summary>Tokens, where the text has as many.</summary>
        public int ShortestAnswer { get; init; } = 1;

        public int LongestAnswer { get; init; } = 8;

        public int FewestRequests { get; init; } = 2;

        /// <summary>Whether some requests come only when others have got some tokens.</summary>
        public bool Patient { get; init; } = true;

        /// <summary>Whether every sequence has cells of its own.</summary>
        public bool Separate { get; init; }

        /// <summary>Whether half of the requests ask for an adapter.</summary>
        public bool Adapted { get; init; }
    }

    private sealed record Recited(GenerationParameters Asked, int[] Answer);
}
