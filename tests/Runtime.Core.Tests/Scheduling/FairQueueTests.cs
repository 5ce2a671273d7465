using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class FairQueueTests
{
    private static readonly FakeModelOptions Small = new() { MaxSequences = 2, ContextTokens = 400, Next = (_, hash) => 'a' + (int)(hash % 26) };

    [Fact]
    public void Keys_that_always_want_more_get_equally_much_however_many_requests_they_send()
    {
        var loop = new SteppedLoop(Small);
        var modest = Enumerable.Range(0, 20).Select(_ => loop.Submit(Asked("modest"))).ToList();
        var greedy = Enumerable.Range(0, 200).Select(_ => loop.Submit(Asked("greedy"))).ToList();
        for (var step = 0; step < 150; step++) loop.Step();
        Assert.Contains(modest, generation => generation.End is null);
        AssertRatio(1.2, Served(modest), Served(greedy));
    }

    [Fact]
    public void Long_answers_count_for_what_they_are()
    {
        var loop = new SteppedLoop(Small);
        var brief = Enumerable.Range(0, 200).Select(_ => loop.Submit(Asked("brief", maxTokens: 4))).ToList();
        var lengthy = Enumerable.Range(0, 200).Select(_ => loop.Submit(Asked("lengthy", maxTokens: 40))).ToList();
        for (var step = 0; step < 400; step++) loop.Step();
        AssertRatio(1.2, Served(brief), Served(lengthy));
    }

    [Fact]
    public void Silence_earns_no_credit()
    {
        var loop = new SteppedLoop(Small);
        _ = loop.Submit(Asked("late"));
        loop.RunToEnd();
        var steady = Enumerable.Range(0, 200).Select(_ => loop.Submit(Asked("steady"))).ToList();
        for (var step = 0; step < 200; step++) loop.Step();
        var before = Served(steady);
        var late = Enumerable.Range(0, 200).Select(_ => loop.Submit(Asked("late"))).ToList();
        for (var step = 0; step < 200; step++) loop.Step();
        AssertRatio(1.2, Served(steady) - before, Served(late));
    }

    [Fact]
    public void Who_was_served_more_starts_later_though_it_came_back_first()
    {
        var loop = new SteppedLoop(Small with { MaxSequences = 1 });
        var first = loop.Submit(Asked("served"));
        var third = loop.Submit(Asked("served"));
        var second = loop.Submit(Asked("new"));
        Assert.Equal([first, second, third], FinishOrder(loop, [first, second, third]));
    }

    [Fact]
    public void Urgent_requests_start_first_whatever_their_key_was_served()
    {
        var loop = new SteppedLoop(Small with { MaxSequences = 1 });
        var running = loop.Submit(Asked("busy"));
        loop.Step();
        var patient = loop.Submit(Asked("idle"));
        var urgent = loop.Submit(Asked("busy") with { Priority = 1 });
        Assert.Equal([running, urgent, patient], FinishOrder(loop, [running, patient, urgent]));
    }

    [Fact]
    public void Within_a_key_a_large_request_is_not_overtaken_by_small_ones()
    {
        var loop = new SteppedLoop(Small with { ContextTokens = 256 });
        var running = loop.Submit(Asked("key", maxTokens: 40) with { Prompt = Prompt(150) });
        loop.Step();
        var large = loop.Submit(Asked("key") with { Prompt = Prompt(200) });
        var small = loop.Submit(Asked("key"));
        Assert.Equal([running, large, small], FinishOrder(loop, [running, large, small]));
    }

    private static List<Generation> FinishOrder(SteppedLoop loop, List<Generation> generations)
    {
        var order = new List<Generation>();
        while (loop.Loop.HasWork)
        {
            loop.Step();
            order.AddRange(generations.Where(generation => generation.End is not null && !order.Contains(generation)));
        }

        return order;
    }

    /// <summary>What the requests cost so far: one for each prompt token, two for each generated one.</summary>
    private static int Served(IEnumerable<Generation> generations) =>
        generations.Where(generation => generation.GeneratedTokens > 0).Sum(generation => generation.Request.Prompt.Length + (2 * generation.GeneratedTokens));

    private static void AssertRatio(double most, double one, double other)
    {
        Assert.True(Math.Min(one, other) > 0);
        Assert.InRange(Math.Max(one, other) / Math.Min(one, other), 1, most);
    }

    private static GenerationParameters Asked(string key, int maxTokens = 10) =>
        new() { Prompt = Prompt(10), MaxTokens = maxTokens, Temperature = 0, Key = key, IgnoreEndOfGeneration = true };

    private static int[] Prompt(int length) => [.. Enumerable.Range(0, length).Select(position => 'a' + (position % 26))];
}
