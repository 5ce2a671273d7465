using System.Text.Json.Nodes;
using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Requests;

namespace InferOps.Runtime.Bench.Tests;

public sealed class RequestTests
{
    [Fact]
    public void The_same_seed_writes_the_same_requests_and_another_one_none_of_them()
    {
        var (first, again, other) = (new RequestWriter(Mix(1)), new RequestWriter(Mix(1)), new RequestWriter(Mix(2)));
        Assert.Equal(Prompt(first, 5), Prompt(again, 5));
        Assert.NotEqual(Prompt(first, 5), Prompt(first, 6));
        Assert.NotEqual(Prompt(first, 5)[..10], Prompt(other, 5)[..10]);
    }

    [Fact]
    public void Requests_share_the_beginning_they_are_told_to_share_and_no_more()
    {
        var writer = new RequestWriter(Mix(1) with { PromptTokens = 1024, SharedPrefix = 1000.0 / 1024 });
        var (one, two) = (Prompt(writer, 1), Prompt(writer, 2));
        Assert.Equal(1024, one.Length);
        Assert.Equal(1000, one.Zip(two).TakeWhile(pair => pair.First == pair.Second).Count());
    }

    [Theory]
    [InlineData(PromptForm.Chat, "v1/chat/completions")]
    [InlineData(PromptForm.Text, "v1/completions")]
    public void Words_stand_for_tokens_where_those_are_unknown(PromptForm form, string path)
    {
        var writer = new RequestWriter(Mix(1) with { Form = form });
        Assert.Equal(path, writer.Path);
        var body = JsonNode.Parse(writer.Write(0).Span)!;
        var text = (string)(body["prompt"] ?? body["messages"]![0]!["content"])!;
        Assert.Equal(100, text.Split(' ').Length);
        Assert.True((bool)body["stream"]!);
        Assert.True((bool)body["stream_options"]!["include_usage"]!);
        Assert.Equal("m", (string?)body["model"]);
    }

    [Theory]
    [InlineData("128", 128, 128)]
    [InlineData("64-256", 64, 256)]
    [InlineData("32:3,1024:1", 32, 1024)]
    public void Lengths_lie_where_the_mix_says(string mix, int least, int most)
    {
        var random = new Random(1);
        var drawn = Enumerable.Range(0, 10_000).Select(_ => Lengths.Parse(mix).Draw(random)).ToList();
        Assert.Equal((least, most), (drawn.Min(), drawn.Max()));
        if (mix.Contains(':', StringComparison.Ordinal)) Assert.InRange(drawn.Count(length => length == 32), 7_200, 7_800);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-4")]
    [InlineData("9-3")]
    [InlineData("1:0")]
    [InlineData("1:2:3")]
    [InlineData("1-2-3")]
    [InlineData("many")]
    public void What_is_no_mix_is_refused(string text) => Assert.Contains(text, Assert.Throws<FormatException>(() => Lengths.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Poisson_arrivals_keep_their_rate_and_vary_as_much_as_such_arrivals_do()
    {
        var times = ArrivalTimes.Of(new Arrival.Poisson(50), seed: 3).Take(20_000).Select(time => time.TotalSeconds).ToList();
        Assert.InRange(times[^1], 20_000 / 50 * 0.97, 20_000 / 50 * 1.03);
        var gaps = times.Zip(times.Skip(1), (first, second) => second - first).ToList();
        var mean = gaps.Average();
        // The gaps of a Poisson process spread as widely as they are long.
        Assert.InRange(Math.Sqrt(gaps.Average(gap => (gap - mean) * (gap - mean))) / mean, 0.97, 1.03);
        Assert.Equal(times[..10], ArrivalTimes.Of(new Arrival.Poisson(50), seed: 3).Take(10).Select(time => time.TotalSeconds));
    }

    [Fact]
    public void Regular_arrivals_come_on_the_tick() =>
        Assert.Equal([0, 2, 4], ArrivalTimes.Of(new Arrival.Regular(TimeSpan.FromSeconds(2)), seed: 1).Take(3).Select(time => time.TotalSeconds));

    private static RequestMix Mix(int seed) => new() { Model = "m", Form = PromptForm.Tokens, PromptTokens = 100, Seed = seed };

    private static int[] Prompt(RequestWriter writer, int number) => [.. JsonNode.Parse(writer.Write(number).Span)!["prompt"]!.AsArray().Select(token => (int)token!)];
}
