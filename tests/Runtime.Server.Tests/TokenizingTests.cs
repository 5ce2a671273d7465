using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests;

public sealed class TokenizingTests
{
    [Theory]
    [InlineData("""{"prompt":"ab"}""", 256, 97, 98)]
    [InlineData("""{"prompt":"ab","add_special_tokens":false}""", 97, 98)]
    [InlineData("""{"content":"ab"}""", 97, 98)]
    [InlineData("""{"content":"ab","add_special":true}""", 256, 97, 98)]
    [InlineData("""{"model":"fake","prompt":"a<assistant>"}""", 256, 97, FakeTokenizer.Assistant)]
    [InlineData("""{"prompt":""}""", 256)]
    public async Task A_text_is_told_its_tokens(string body, params int[] tokens)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var answer = await server.PostJsonAsync("/tokenize", body);
        Assert.Equal(tokens, answer["tokens"]!.AsArray().Select(token => (int)token!));
        Assert.Equal((tokens.Length, 256), ((int)answer["count"]!, (int)answer["max_model_len"]!));
    }

    [Fact]
    public async Task Messages_cost_what_the_same_chat_costs()
    {
        await using var server = await ServerUnderTest.StartAsync();
        const string Messages = """ "messages":[{"role":"system","content":"be kind"},{"role":"user","content":"hi"}] """;
        var counted = await server.PostJsonAsync("/tokenize", $$"""{ {{Messages}} }""");
        var answered = await server.PostJsonAsync("/v1/chat/completions", $$"""{ {{Messages}}, "max_tokens":1 }""");
        Assert.Equal((int)answered["usage"]!["prompt_tokens"]!, (int)counted["count"]!);
    }

    [Fact]
    public async Task Tokens_are_told_their_text_and_characters_between_tokens_stay_whole()
    {
        await using var server = await ServerUnderTest.StartAsync();
        const string Text = "Größe, 你好, 🚀";
        var there = await server.PostJsonAsync("/tokenize", $$"""{"prompt":"{{Text}}","return_token_strs":true}""");
        Assert.Equal("G", (string?)there["token_strs"]![1]);
        var back = await server.PostJsonAsync("/detokenize", $$"""{"tokens":{{there["tokens"]!.ToJsonString()}}}""");
        Assert.Equal(Text, (string?)back["prompt"]);
    }

    [Theory]
    [InlineData("/tokenize", "{}", "prompt")]
    [InlineData("/tokenize", """{"prompt":"a","content":"a"}""", "prompt")]
    [InlineData("/tokenize", """{"prompt":["a"]}""", "prompt")]
    [InlineData("/tokenize", """{"messages":[],"add_generation_prompt":false}""", "add_generation_prompt")]
    [InlineData("/tokenize", """{"messages":[]}""", "messages")]
    [InlineData("/tokenize", """{"prompt":"a","model":"nobody"}""", "model")]
    [InlineData("/detokenize", "{}", "tokens")]
    [InlineData("/detokenize", """{"tokens":[259]}""", "tokens")]
    [InlineData("/detokenize", """{"tokens":[-1]}""", "tokens")]
    public async Task Wrong_requests_are_told_what_is_wrong(string path, string body, string parameter)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var response = await server.PostAsync(path, body);
        Assert.Equal(parameter == "model" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(parameter, (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["param"]);
    }

    [Theory]
    [InlineData("/tokenize")]
    [InlineData("/detokenize")]
    public async Task Keys_are_asked_for_here_too(string path)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "secret\n");
        await using (var server = await ServerUnderTest.StartAsync(options: ServerUnderTest.Options with { ApiKeysFile = file }))
        {
            using var response = await server.PostAsync(path, """{"prompt":"a"}""");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        File.Delete(file);
    }
}
