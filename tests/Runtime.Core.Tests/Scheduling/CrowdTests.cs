using System.Collections.Concurrent;
using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

/// <summary>Two thousand clients of several keys against sixteen sequences.</summary>
public sealed class CrowdTests
{
    private const int Clients = 2000;
    private const int Keys = 5;
    private const int Places = 500;
    private const int FirstStep = 3;
    private const int SampledStep = 150;

    [Fact]
    public async Task Everybody_hears_at_once_no_key_starves_and_nothing_is_left_behind()
    {
        using var gate = new ManualResetEventSlim();
        var admitted = new ConcurrentBag<Generation>();
        Dictionary<string, int> served = [];
        await using var harness = await Harness.StartAsync(
            new FakeModelOptions
            {
                MaxSequences = 16, SequenceIds = 64, ContextTokens = 1500, BatchTokens = 128, SharesPrefixes = true,
                BeforeStep = step =>
                {
                    if (step == FirstStep) gate.Wait(TimeSpan.FromSeconds(20));
                    if (step == SampledStep) served = Served(admitted);
                    return null;
                },
            },
            new EngineOptions { MaxQueued = Places - 16 });

        // The engine stands still, and still everybody has an answer.
        var rejections = new ConcurrentBag<Rejection>();
        Parallel.For(0, Clients, new ParallelOptions { MaxDegreeOfParallelism = 8 }, client =>
        {
            if (harness.Engine.Submit(harness.Request($"client {client}", asked => Asked(asked, client))).IsAdmitted(out var generation, out var rejection))
                admitted.Add(generation);
            else rejections.Add(rejection);
        });
        Assert.Equal(Clients, admitted.Count + rejections.Count);
        Assert.InRange(admitted.Count, Places * 4 / 5, Places);
        Assert.Contains(rejections, rejection => rejection.Reason == RejectionReason.KeyQueueFull);
        Assert.All(rejections, rejection => Assert.True(rejection.RetryAfter >= TimeSpan.FromSeconds(1)));

        gate.Set();
        await Harness.UntilAsync(() => served.Count > 0);
        Assert.Equal(Keys, served.Count);
        Assert.InRange(served.Values.Max() / (double)served.Values.Min(), 1, 1.5);
        await EndAsync(harness, admitted);
    }

    private static async Task EndAsync(Harness harness, IEnumerable<Generation> admitted)
    {
        var stayed = new List<Task<Answer>>();
        foreach (var (number, generation) in admitted.Index())
        {
            if (number % 3 == 0) generation.Dispose();
            else stayed.Add(harness.ReadAsync(generation));
        }

        foreach (var answer in await Task.WhenAll(stayed)) _ = answer.Finished;
        await Harness.UntilAsync(() => harness.Engine.Load is { Running: 0, Waiting: 0, CellsUsed: 0 });
        Assert.Equal(harness.Model.CellsUsed, harness.Engine.Load.CellsCached);
    }

    /// <summary>All keys ask for as much.</summary>
    private static GenerationParameters Asked(GenerationParameters asked, int client) => asked with
    {
        MaxTokens = 20 + (client % 7), IgnoreEndOfGeneration = true, Key = $"key {client % Keys}",
    };

    private static Dictionary<string, int> Served(IEnumerable<Generation> generations) =>
        generations.GroupBy(generation => generation.Request.Key).ToDictionary(key => key.Key, key => key.Sum(generation => generation.GeneratedTokens));
}
