using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Structured;

/// <summary>What a model of random weights answers when it must answer with JSON.</summary>
public sealed class StructuredOutputTests(ServedBabbler babbler) : IClassFixture<ServedBabbler>
{
    private const int Schemas = 260;

    [Fact]
    public async Task Every_complete_answer_satisfies_its_schema()
    {
        var answers = new (JsonNode Schema, string Text, string FinishReason)[Schemas];
        await Parallel.ForAsync(0, Schemas, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (seed, _) =>
        {
            var schema = RandomSchema.Make(seed);
            var (text, reason) = await babbler.ChatAsync(ServedBabbler.Schema(schema, seed));
            answers[seed] = (schema, text, reason);
        });

        var complete = answers.Where(answer => answer.FinishReason == "stop").ToList();
        Assert.True(complete.Count >= 200, $"only {complete.Count} of {Schemas} answers came to an end");
        var verdicts = await IndependentValidator.CheckAsync(complete.Select(answer => (answer.Schema, answer.Text)));
        Assert.Equal(complete.Count, verdicts.Count);
        var wrong = complete.Zip(verdicts).Where(pair => pair.Second != "ok").Select(pair => $"{pair.Second}\n{pair.First.Schema.ToJsonString()}\n{pair.First.Text}");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_schema_is_kept_to_streamed_and_whole(bool stream)
    {
        var schema = JsonNode.Parse("""{"type":"object","properties":{"city":{"type":"string","maxLength":12},"degrees":{"type":"integer","minimum":-40,"maximum":50}},"required":["city","degrees"],"additionalProperties":false}""")!;
        var (text, reason) = await babbler.ChatAsync(ServedBabbler.Schema(schema, 3), stream);
        Assert.Equal("stop", reason);
        var answer = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(["city", "degrees"], answer.Select(member => member.Key));
        Assert.InRange((int)answer["degrees"]!, -40, 50);
        Assert.Equal(text, (await babbler.ChatAsync(ServedBabbler.Schema(schema, 3), !stream)).Text);
    }

    /// <summary>A model that says bytes rather than letters, E0 and F0 above all, which many begin a character with that has a shorter spelling: that is no UTF-8.</summary>
    [Fact]
    public async Task Characters_are_counted_as_the_caller_counts_them()
    {
        var bytes = new JsonObject(Enumerable.Range(0x80, 0x80).Select(token => KeyValuePair.Create($"{token}", (JsonNode?)(token is 0xE0 or 0xF0 ? 11 : 8))));
        for (var seed = 0; seed < 10; seed++)
        {
            var asked = ServedBabbler.Schema(JsonNode.Parse("""{"type":"string","minLength":7,"maxLength":7}""")!, seed);
            asked["logit_bias"] = bytes.DeepClone();
            var (text, reason) = await babbler.ChatAsync(asked);
            Assert.Equal("stop", reason);
            var answer = JsonNode.Parse(text)!.GetValue<string>();
            Assert.Equal(7, answer.EnumerateRunes().Count());
            Assert.DoesNotContain('\uFFFD', answer);
        }
    }

    [Fact]
    public async Task Any_object_will_do_for_json_object()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (text, reason) = await babbler.ChatAsync(new JsonObject { ["seed"] = seed, ["response_format"] = new JsonObject { ["type"] = "json_object" } });
            if (reason == "stop") Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.ValueKind);
            else Assert.StartsWith("{", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_grammar_of_ones_own_is_kept_to()
    {
        var (text, reason) = await babbler.ChatAsync(new JsonObject { ["grammar"] = "root ::= (\"ja\" | \"nein\") \", \" [0-9]{4}", ["temperature"] = 0 });
        Assert.Matches("^(ja|nein), [0-9]{4}$", text);
        Assert.Equal("stop", reason);
    }

    [Fact]
    public async Task A_document_that_does_not_fit_into_max_tokens_is_cut_off()
    {
        var schema = JsonNode.Parse("""{"type":"string","minLength":500}""")!;
        var asked = ServedBabbler.Schema(schema, 1);
        asked["max_tokens"] = 20;
        var (text, reason) = await babbler.ChatAsync(asked);
        Assert.Equal("length", reason);
        Assert.StartsWith("\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root ::= root \"a\"")]
    [InlineData("root ::= (\"a\"?)*")]
    [InlineData("hello")]
    public async Task A_grammar_that_would_end_the_process_is_refused(string grammar)
    {
        using var response = await babbler.Client.PostAsJsonAsync("/v1/completions", new JsonObject { ["prompt"] = "a", ["grammar"] = grammar });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("grammar", (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["param"]);
    }

    [Fact]
    public async Task Constrained_answers_are_the_same_alone_and_among_others()
    {
        var asked = Enumerable.Range(0, 8).Select(seed => ServedBabbler.Schema(RandomSchema.Make(seed + 1000), seed)).ToList();
        var alone = new List<string>();
        foreach (var one in asked) alone.Add((await babbler.ChatAsync(one)).Text);
        var together = await Task.WhenAll(asked.Select(one => babbler.ChatAsync(one)));
        Assert.Equal(alone, together.Select(answer => answer.Text));
    }
}
