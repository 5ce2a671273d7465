using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests;

/// <summary>Several choices, several prompts: each answered as if it had been asked for alone.</summary>
public sealed class ChoicesTests
{
    private const string Text = "/v1/completions";
    private const string Warm = "\"max_tokens\":40,\"temperature\":1.5";

    [Fact]
    public async Task Choice_i_is_what_the_seed_plus_i_gives_alone()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var together = await server.PostJsonAsync(Text, $$"""{"prompt":"abc","n":4,"seed":7,{{Warm}}}""");
        Assert.Equal([0, 1, 2, 3], together["choices"]!.AsArray().Select(choice => (int)choice!["index"]!));
        for (var choice = 0; choice < 4; choice++)
        {
            var alone = await server.PostJsonAsync(Text, $$"""{"prompt":"abc","seed":{{7 + choice}},{{Warm}}}""");
            Assert.Equal((string?)alone["choices"]![0]!["text"], (string?)together["choices"]![choice]!["text"]);
        }

        Assert.True(Texts(together).Distinct().Count() > 1, "the seeds make no difference");
    }

    [Fact]
    public async Task Choices_are_grouped_by_prompt_and_the_prompt_counts_once()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var together = await server.PostJsonAsync(Text, $$"""{"prompt":["abc","de"],"n":2,"seed":7,{{Warm}}}""");
        var texts = new List<string>();
        var generated = 0;
        foreach (var prompt in (string[])["abc", "de"])
        {
            var alone = await server.PostJsonAsync(Text, $$"""{"prompt":"{{prompt}}","n":2,"seed":7,{{Warm}}}""");
            texts.AddRange(Texts(alone));
            generated += (int)alone["usage"]!["completion_tokens"]!;
        }

        Assert.Equal(texts, Texts(together));
        var usage = together["usage"]!;
        Assert.Equal((4 + 3, generated, 7 + generated), ((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!));
    }

    [Theory]
    [InlineData("""[[256,97],[98]]""", 2)]
    [InlineData("""["a","b","c"]""", 3)]
    [InlineData("""[97,98]""", 1)]
    [InlineData("\"a\"", 1)]
    public async Task Prompts_come_as_texts_and_as_tokens(string prompt, int choices)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var answer = await server.PostJsonAsync(Text, $$"""{"prompt":{{prompt}},"max_tokens":3,"temperature":0}""");
        Assert.Equal(choices, answer["choices"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(Text, "\"prompt\":\"abc\"", "text")]
    [InlineData("/v1/chat/completions", """ "messages":[{"role":"user","content":"hi"}] """, "delta")]
    public async Task Streamed_choices_add_up_to_the_whole_ones(string path, string asked, string content)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var whole = await server.PostJsonAsync(path, $$"""{ {{asked}}, "n":3, "seed":5, {{Warm}} }""");
        var events = await server.StreamAsync(path, $$"""{ {{asked}}, "n":3, "seed":5, {{Warm}}, "stream":true, "stream_options":{"include_usage":true} }""");
        var parts = events.SelectMany(part => part["choices"]!.AsArray()).ToLookup(choice => (int)choice!["index"]!);
        foreach (var choice in whole["choices"]!.AsArray())
        {
            var streamed = parts[(int)choice!["index"]!].ToList();
            var pieces = streamed.Select(part => content == "text" ? part!["text"] : part!["delta"]!["content"]);
            Assert.Equal((string?)(choice["text"] ?? choice["message"]!["content"]), string.Concat(pieces.Select(piece => (string?)piece)));
            Assert.Equal((string?)choice["finish_reason"], (string?)streamed[^1]!["finish_reason"]);
            Assert.Single(streamed, part => part!["finish_reason"] is not null);
        }

        Assert.Equal(whole["usage"]!["completion_tokens"]!.ToJsonString(), events[^1]["usage"]!["completion_tokens"]!.ToJsonString());
        Assert.All(events.SkipLast(1), part => Assert.True(part.AsObject().ContainsKey("usage") && part["usage"] is null));
    }

    [Fact]
    public async Task A_stop_string_of_one_choice_leaves_the_others_alone()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var free = Texts(await server.PostJsonAsync(Text, $$"""{"prompt":"abc","n":8,"seed":7,{{Warm}}}"""));
        var stopped = Texts(await server.PostJsonAsync(Text, $$"""{"prompt":"abc","n":8,"seed":7,"stop":"e",{{Warm}}}"""));
        Assert.Equal(free.Select(text => text.Split('e')[0]), stopped);
    }

    [Fact]
    public async Task Choices_that_do_not_all_fit_are_refused_together()
    {
        var options = ServerUnderTest.Options with { Engine = new() { MaxQueued = 0 } };
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions { BeforeStep = Slowly }, options);
        using var running = await server.PostAsync(Text, """{"prompt":"abc","max_tokens":100,"ignore_eos":true,"stream":true}""");
        using var refused = await server.PostAsync(Text, """{"prompt":"abc","n":4,"max_tokens":1}""");
        Assert.Equal(429, (int)refused.StatusCode);
        using var fits = await server.PostAsync(Text, """{"prompt":"abc","n":3,"max_tokens":1}""");
        Assert.Equal(200, (int)fits.StatusCode);
    }

    [Fact]
    public async Task A_client_that_leaves_ends_all_its_choices()
    {
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions { BeforeStep = Slowly });
        var running = await server.PostAsync(Text, """{"prompt":"abc","n":4,"max_tokens":100,"ignore_eos":true,"stream":true}""");
        await server.UntilAsync(async () => await server.MetricAsync(RuntimeMetrics.RunningRequests) == 4);
        running.Dispose();
        await server.UntilAsync(async () => await server.MetricAsync(RuntimeMetrics.RunningRequests) == 0);
        Assert.True(await server.MetricAsync(RuntimeMetrics.GeneratedTokens) < 400);
    }

    private static IReadOnlyList<string> Texts(JsonNode answer) => [.. answer["choices"]!.AsArray().Select(choice => (string)choice!["text"]!)];

    // A model that takes its time: the pause is the model's own, not a wait for something.
    private static Core.Engine.StepResult? Slowly(int step)
    {
        using var never = new ManualResetEventSlim();
        if (step > 2) never.Wait(TimeSpan.FromMilliseconds(20));
        return null;
    }
}
