using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests;

public sealed class ChatCompletionTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Said = "Größe \"12\" 🚀\n<end>";

    [Fact]
    public async Task A_whole_answer_has_text_reason_and_exact_usage()
    {
        await using var server = await Saying();
        var answer = await server.PostJsonAsync(Chat, """{"model":"fake","messages":[{"role":"user","content":"hi"}],"temperature":0}""");
        Assert.Equal("chat.completion", (string?)answer["object"]);
        Assert.Equal(Said, (string?)answer["choices"]![0]!["message"]!["content"]);
        Assert.Equal("stop", (string?)answer["choices"]![0]!["finish_reason"]);

        // "user: hi\n" is nine tokens, with one at the beginning and the assistant's marker.
        Assert.Equal(11, (int?)answer["usage"]!["prompt_tokens"]);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(Said) + 1, (int?)answer["usage"]!["completion_tokens"]);
    }

    [Fact]
    public async Task A_streamed_answer_adds_up_to_the_whole_one()
    {
        await using var server = await Saying();
        var events = await server.StreamAsync(
            Chat, """{"messages":[{"role":"user","content":"hi"}],"temperature":0,"stream":true,"stream_options":{"include_usage":true}}""");
        Assert.Equal("assistant", (string?)events[0]["choices"]![0]!["delta"]!["role"]);
        Assert.Equal(Said, string.Concat(events.SelectMany(part => part["choices"]!.AsArray()).Select(choice => (string?)choice!["delta"]!["content"])));
        Assert.Equal("stop", (string?)events[^2]["choices"]![0]!["finish_reason"]);
        Assert.Empty(events[^1]["choices"]!.AsArray());
        Assert.Equal(11, (int?)events[^1]["usage"]!["prompt_tokens"]);
        Assert.Single(events.Select(part => (string?)part["id"]).Distinct());
    }

    [Fact]
    public async Task A_stop_string_ends_the_answer_before_it()
    {
        await using var server = await Saying();
        var answer = await server.PostJsonAsync(Chat, """{"messages":[{"role":"user","content":"hi"}],"temperature":0,"stop":["<end>"]}""");
        Assert.Equal("Größe \"12\" 🚀\n", (string?)answer["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task Log_probabilities_cover_every_token()
    {
        await using var server = await Saying();
        var answer = await server.PostJsonAsync(
            Chat, """{"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"temperature":0,"max_tokens":3,"logprobs":true,"top_logprobs":2}""");
        var content = answer["choices"]![0]!["logprobs"]!["content"]!.AsArray();
        Assert.Equal(3, content.Count);
        Assert.All(content, position => Assert.Equal(2, position!["top_logprobs"]!.AsArray().Count));
        Assert.Equal("length", (string?)answer["choices"]![0]!["finish_reason"]);
    }

    private static Task<ServerUnderTest> Saying() =>
        ServerUnderTest.StartAsync(new FakeModelOptions { Next = FakeModelOptions.Saying(Said) });
}
