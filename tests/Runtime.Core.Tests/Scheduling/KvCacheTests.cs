using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Scheduling;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

public sealed class KvCacheTests : IGenerationOwner
{
    private readonly AdmissionGate _gate = new(1 << 20, 0);
    private long _arrivals;

    [Fact]
    public void What_is_used_and_what_is_cached_is_what_the_model_holds()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var model = new FakeModel(new FakeModelOptions
            {
                MaxSequences = 5, SequenceIds = random.Next(5, 12), ContextTokens = 1000, BatchTokens = 100, SharesPrefixes = true, Adapters = ["a"],
            });
            var cache = new KvCache(model);
            var running = new List<Sequence>();
            for (var step = 0; step < 60; step++)
            {
                Act(random, model, cache, running);
                var used = model.CellsHeldBy(running.Select(sequence => sequence.Slot!.Id));
                Assert.Equal((seed, step, used, model.CellsUsed - used), (seed, step, cache.Count.Used, cache.Count.Cached));
                Assert.Equal(cache.Cells - model.CellsUsed, cache.Free);
            }
        }
    }

    [Fact]
    public void The_cells_not_needed_for_longest_go_first_from_their_end_and_shared_ones_stay()
    {
        var model = new FakeModel(new FakeModelOptions { ContextTokens = 500, SequenceIds = 8, BatchTokens = 200, SharesPrefixes = true });
        var cache = new KvCache(model);
        Serve(model, cache, Prompt('s', 50, 'o', 30));
        Serve(model, cache, Prompt('s', 50, 'n', 30));
        Assert.Equal(110, cache.Count.Cached);

        Assert.True(cache.TryEvict(20));
        Assert.Equal(60, Known(cache, Prompt('s', 50, 'o', 30)));
        Assert.True(cache.TryEvict(10));
        Assert.Equal(50, Known(cache, Prompt('s', 50, 'o', 30)));
        Assert.Equal(80, Known(cache, Prompt('s', 50, 'n', 30)));
        Assert.True(cache.TryEvict(500));
        Assert.Equal(default, cache.Count);
        Assert.False(cache.TryEvict(1));
        Assert.Equal(0, model.CellsUsed);
    }

    [Fact]
    public void A_sequence_goes_on_in_the_id_of_the_one_it_continues()
    {
        var model = new FakeModel(new FakeModelOptions { SequenceIds = 8, BatchTokens = 200, SharesPrefixes = true });
        var cache = new KvCache(model);
        var first = Serve(model, cache, Prompt('a', 40, 'b', 0));
        var second = Sequence(Prompt('a', 40, 'b', 10));
        cache.Place(second);
        Assert.Equal((first, 40), (second.Slot!.Id, second.Evaluated));
    }

    [Fact]
    public void When_all_ids_hold_something_the_one_not_needed_for_longest_is_taken()
    {
        var model = new FakeModel(new FakeModelOptions { MaxSequences = 2, BatchTokens = 200, SharesPrefixes = true });
        var cache = new KvCache(model);
        var oldest = Serve(model, cache, Prompt('a', 20, 'b', 0));
        Serve(model, cache, Prompt('b', 20, 'b', 0));
        var third = Sequence(Prompt('c', 20, 'b', 0));
        cache.Place(third);
        Assert.Equal(oldest, third.Slot!.Id);
        Assert.Equal(20, Known(cache, Prompt('b', 25, 'b', 0)));
    }

    private void Act(Random random, FakeModel model, KvCache cache, List<Sequence> running)
    {
        switch (random.Next(6))
        {
            case 0 or 1 when running.Count < 5:
                var prompt = Prompt((char)('a' + random.Next(2)), random.Next(1, 60), (char)('c' + random.Next(2)), random.Next(20));
                var sequence = Sequence(prompt, random.Next(-1, 1));
                cache.Place(sequence);
                running.Add(sequence);
                break;
            case 2 or 3 when running.Count > 0 && running[random.Next(running.Count)] is var chosen:
                Evaluate(model, cache, chosen, Math.Min(chosen.Pending, random.Next(1, 50)));
                if (chosen.Pending == 0) chosen.Append('a' + random.Next(2));
                break;
            case 4 when running.Count > 0:
                var leaver = running[random.Next(running.Count)];
                running.Remove(leaver);
                cache.Leave(leaver);
                break;
            case 5:
                cache.TryEvict(random.Next(40));
                break;
        }
    }

    private int Serve(FakeModel model, KvCache cache, int[] prompt)
    {
        var sequence = Sequence(prompt);
        cache.Place(sequence);
        Evaluate(model, cache, sequence, sequence.Pending);
        var id = sequence.Slot!.Id;
        cache.Leave(sequence);
        return id;
    }

    private static void Evaluate(FakeModel model, KvCache cache, Sequence sequence, int count)
    {
        model.UseAdapterIfOther(sequence.Request.Adapter);
        var entries = new StepEntry[count];
        for (var i = 0; i < count; i++)
        {
            var position = sequence.Evaluated + i;
            entries[i] = new StepEntry(sequence.Slot!.Id, sequence.Tokens[position], position, false);
        }

        var result = model.Evaluate(new StepBatch(entries));
        Assert.Equal("", result.Message);
        sequence.Advance(count);
        cache.Publish(sequence);
    }

    private int Known(KvCache cache, int[] prompt) => cache.Shared(Sequence([.. prompt, 'z']));

    private Sequence Sequence(int[] prompt, int adapter = -1)
    {
        var validator = new RequestValidator(new RequestLimits(1000, FakeTokenizer.VocabularySize, 10));
        var asked = new GenerationParameters { Prompt = prompt, MaxTokens = 10, Adapter = adapter };
        Assert.True(validator.Validate(asked, 1).IsValid(out var request, out var error), error?.Message);
        Assert.Null(_gate.TryEnter("", 1, out var tickets));
        return new Sequence(new Generation(request, tickets[0], TimeProvider.System, this), _arrivals++);
    }

    private static int[] Prompt(char first, int firstCount, char second, int secondCount) =>
        [.. Enumerable.Repeat((int)first, firstCount), .. Enumerable.Repeat((int)second, secondCount)];

    void IGenerationOwner.Finish(Generation generation)
    {
    }

    void IGenerationOwner.Cancel(Generation generation)
    {
    }

    void IGenerationOwner.Completed(Generation generation)
    {
    }

    void IGenerationOwner.Deliver(Generation generation, EngineEvent happened)
    {
    }
}
