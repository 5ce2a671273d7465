using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class AdapterTests
{
    private static readonly FakeModelOptions Adapted = new() { Adapters = ["a", "b"], MaxSequences = 6, SharesPrefixes = true };

    [Fact]
    public void Adapters_with_work_take_turns_however_many_sequences_each_has()
    {
        var loop = new SteppedLoop(Adapted);
        var crowd = Enumerable.Range(0, 5).Select(i => loop.Submit(Asked(-1, i))).ToList();
        var single = loop.Submit(Asked(0, 9));
        while (crowd[0].GeneratedTokens < 20) loop.Step();
        Assert.InRange(single.GeneratedTokens, 15, 25);
    }

    [Fact]
    public void The_adapter_is_changed_only_for_another()
    {
        var loop = new SteppedLoop(Adapted);
        for (var i = 0; i < 3; i++) _ = loop.Submit(Asked(1, i));
        loop.RunToEnd();
        Assert.Equal(1, loop.Model.AdapterChanges);
    }

    [Fact]
    public void Cells_of_one_adapter_are_of_no_use_to_another()
    {
        var loop = new SteppedLoop(Adapted);
        _ = loop.Answer(Asked(0, 1));
        var other = loop.Submit(Asked(1, 1));
        loop.RunToEnd();
        var same = loop.Submit(Asked(0, 1));
        loop.RunToEnd();
        Assert.Equal((0, 29), (other.CachedPromptTokens, same.CachedPromptTokens));
    }

    private static GenerationParameters Asked(int adapter, int number) => new()
    {
        Prompt = [.. Enumerable.Repeat('a' + number, 30)], MaxTokens = 40, Temperature = 0, Adapter = adapter, IgnoreEndOfGeneration = true,
    };
}
