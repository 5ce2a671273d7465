using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

/// <summary>Whatever happens around a request, its answer is the one it would get alone.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task Batched_answers_equal_lone_answers(int seed) => BatchedEqualsLoneAsync(seed, shares: false);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task Sharing_prefixes_changes_no_answer(int seed) => BatchedEqualsLoneAsync(seed, shares: true);

    private static async Task BatchedEqualsLoneAsync(int seed, bool shares)
    {
        var cases = Cases(seed);
        var alone = await LoneAnswersAsync(cases);
        await using var harness = await Harness.StartAsync(
            new FakeModelOptions { ContextTokens = 400, MaxSequences = 5, SharesPrefixes = shares }, new EngineOptions { MaxQueued = 64 });
        var together = await Task.WhenAll(cases.Select(one => Task.Run(() => harness.AnswerAsync(one.Prompt, one.With))));
        Assert.Equal(alone, together.Select(answer => answer.Text));
        Assert.Equal(cases.Length, harness.Observer.FinishedRequests);
        Assert.Equal(together.Sum(answer => answer.Finished.Usage.PromptTokens), harness.Observer.PromptTokens);
        Assert.Equal(together.Sum(answer => answer.Finished.Usage.GeneratedTokens), harness.Observer.GeneratedTokens);
        Assert.True(harness.Model.LargestBatch <= harness.Model.Description.BatchTokens);
        await IdleAsync(harness);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cache_smaller_than_promised_delays_answers_and_changes_none(bool shares)
    {
        var cases = Cases(5);
        var alone = await LoneAnswersAsync(cases);
        await using var harness = await Harness.StartAsync(
            new FakeModelOptions { ContextTokens = 400, MaxSequences = 5, PhysicalCells = 150, SharesPrefixes = shares }, new EngineOptions { MaxQueued = 64 });
        var together = await Task.WhenAll(cases.Select(one => Task.Run(() => harness.AnswerAsync(one.Prompt, one.With))));
        Assert.Equal(alone, together.Select(answer => answer.Text));
        Assert.Equal(together.Sum(answer => answer.Finished.Usage.PromptTokens), harness.Observer.PromptTokens);
        await IdleAsync(harness);
    }

    [Fact]
    public async Task A_request_that_no_cache_holds_fails_alone()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { PhysicalCells = 30 });
        var failed = (await harness.AnswerAsync(new string('a', 60))).Failed;
        Assert.Equal(GenerationFailure.EngineFault, failed.Reason);
        _ = (await harness.AnswerAsync("a", asked => asked with { MaxTokens = 5 })).Finished;
    }

    [Fact]
    public async Task Random_departures_leave_no_cell_behind_and_disturb_nobody()
    {
        var cases = Cases(6);
        var alone = await LoneAnswersAsync(cases);
        var random = new Random(6);
        await using var harness = await Harness.StartAsync(new FakeModelOptions { ContextTokens = 400, MaxSequences = 5 }, new EngineOptions { MaxQueued = 64 });
        var generations = cases.Select(one => harness.Submit(harness.Request(one.Prompt, one.With))).ToArray();
        var leavers = generations.Where(_ => random.Next(3) == 0).ToHashSet();
        foreach (var leaver in leavers) leaver.Dispose();
        for (var i = 0; i < generations.Length; i++)
        {
            var answer = await harness.ReadAsync(generations[i]);
            if (!leavers.Contains(generations[i])) Assert.Equal(alone[i], answer.Text);
        }

        await IdleAsync(harness);
    }

    private static async Task<string[]> LoneAnswersAsync(IEnumerable<(string Prompt, Func<GenerationParameters, GenerationParameters> With)> cases)
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions { MaxSequences = 1, BatchTokens = 300 });
        var answers = new List<string>();
        foreach (var (prompt, with) in cases) answers.Add((await harness.AnswerAsync(prompt, with)).Text);
        return [.. answers];
    }

    private static async Task IdleAsync(Harness harness)
    {
        await Harness.UntilAsync(() => harness.Engine.Load is { Running: 0, Waiting: 0, CellsUsed: 0 });
        Assert.Equal(harness.Model.CellsUsed, harness.Engine.Load.CellsCached);
        if (!harness.Model.Description.SharesPrefixes) Assert.Equal(0, harness.Model.CellsUsed);
    }

    private static (string Prompt, Func<GenerationParameters, GenerationParameters> With)[] Cases(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 24).Select<int, (string, Func<GenerationParameters, GenerationParameters>)>(number =>
        {
            var common = new string('x', random.Next(3) * 25);
            var prompt = common + string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => (char)('a' + random.Next(26))));
            var (max, temperature, topK, frequency) = (random.Next(1, 60), random.Next(3) * 0.7f, random.Next(2) * 20, random.Next(2) * 0.5f);
            return (prompt, asked => asked with { MaxTokens = max, Temperature = temperature, TopK = topK, FrequencyPenalty = frequency, Seed = number });
        })];
    }
}
