using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace InferOps.Runtime.Server.Tests;

public sealed class ErrorTests
{
    private const string Chat = "/v1/chat/completions";
    private const string Text = "/v1/completions";
    private const string Hi = """ "messages":[{"role":"user","content":"hi"}] """;

    public static TheoryData<string, string, string, int, string, string?> Cases => new()
    {
        { "not JSON", Chat, "{", 400, "invalid_value", null },
        { "not an object", Chat, "null", 400, "invalid_value", null },
        { "a wrong type, named by its path", Chat, $$"""{ {{Hi}}, "temperature":"hot"}""", 400, "invalid_value", "temperature" },
        { "a parameter twice", Chat, $$"""{ {{Hi}}, "seed":1, "seed":2}""", 400, "invalid_value", "seed" },
        { "out of range", Chat, $$"""{ {{Hi}}, "temperature":3}""", 400, "invalid_value", "temperature" },
        { "no messages", Chat, """{"messages":[]}""", 400, "invalid_value", "messages" },
        { "an unknown role", Chat, """{"messages":[{"role":"king","content":"hi"}]}""", 400, "invalid_value", "messages[0].role" },
        { "a message without content", Chat, """{"messages":[{"role":"user"}]}""", 400, "invalid_value", "messages[0].content" },
        { "an image", Chat, """{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", 400, "invalid_value", "messages[0].content" },
        { "another model", Chat, $$"""{"model":"other", {{Hi}} }""", 404, "model_not_found", "model" },
        { "no choice", Chat, $$"""{ {{Hi}}, "n":0}""", 400, "invalid_value", "n" },
        { "too many choices", Chat, $$"""{ {{Hi}}, "n":17}""", 400, "invalid_value", "n" },
        { "more choices than fit", Text, """{"prompt":["a","b","c","d","e"], "n":15}""", 400, "invalid_value", "n" },
        { "choices that are thrown away", Text, """{"prompt":"a", "best_of":2}""", 400, "unsupported_parameter", "best_of" },
        { "the prompt in the answer", Text, """{"prompt":"a", "echo":true}""", 400, "unsupported_parameter", "echo" },
        { "text to insert before", Text, """{"prompt":"a", "suffix":"z"}""", 400, "unsupported_parameter", "suffix" },
        { "alternatives without log-probabilities", Chat, $$"""{ {{Hi}}, "top_logprobs":2}""", 400, "invalid_value", "top_logprobs" },
        { "too many alternatives", Text, """{"prompt":"a", "logprobs":21}""", 400, "invalid_value", "logprobs" },
        { "options of a stream without a stream", Text, """{"prompt":"a", "stream_options":{"include_usage":true}}""", 400, "invalid_value", "stream_options" },
        { "an urgency beyond all bounds", Text, """{"prompt":"a", "priority":-101}""", 400, "invalid_value", "priority" },
        { "no tokens asked for", Chat, $$"""{ {{Hi}}, "max_completion_tokens":0}""", 400, "invalid_value", "max_completion_tokens" },
        { "a format without its schema", Chat, $$"""{ {{Hi}}, "response_format":{"type":"json_schema"} }""", 400, "invalid_value", "response_format" },
        { "an unknown format", Chat, $$"""{ {{Hi}}, "response_format":{"type":"xml"} }""", 400, "invalid_value", "response_format" },
        { "a schema that cannot be enforced", Chat, Schema("""{"type":"array","uniqueItems":true}"""), 400, "invalid_value", "response_format" },
        { "a schema with half a character", Chat, Schema("""{"type":"\uD800"}"""), 400, "invalid_value", "response_format" },
        { "a grammar and a format", Chat, $$"""{ {{Hi}}, "grammar":"root ::= [a]", "response_format":{"type":"json_object"} }""", 400, "invalid_value", "grammar" },
        { "a format where there are no grammars", Chat, $$"""{ {{Hi}}, "response_format":{"type":"json_object"} }""", 400, "unsupported_parameter", "response_format" },
        { "a prompt that is too long", Text, $$"""{"prompt":"{{new string('a', 300)}}"}""", 400, "context_length_exceeded", "prompt" },
        { "too many tokens asked for", Text, """{"prompt":"a","max_tokens":1000}""", 400, "context_length_exceeded", "prompt" },
        { "a conversation that is too long", Chat, $$"""{"messages":[{"role":"user","content":"{{new string('a', 300)}}"}]}""", 400, "context_length_exceeded", "messages" },
        { "no prompt", Text, "{}", 400, "invalid_value", "prompt" },
        { "a token that does not exist", Text, """{"prompt":[1,99999]}""", 400, "invalid_value", "prompt" },
        { "text and tokens", Text, """{"prompt":["a",1]}""", 400, "invalid_value", "prompt" },
        { "tokens and lists of tokens", Text, """{"prompt":[1,[2]]}""", 400, "invalid_value", "prompt" },
        { "an empty prompt among others", Text, """{"prompt":[[1],[]]}""", 400, "empty_prompt", "prompt" },
        { "an empty stop string", Text, """{"prompt":"a","stop":""}""", 400, "invalid_value", "stop" },
        { "a bias for no token", Text, """{"prompt":"a","logit_bias":{"x":1}}""", 400, "invalid_value", "logit_bias" },
        { "a path that is not served", "/v1/images", "{}", 404, "not_found", null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Wrong_requests_are_told_what_is_wrong(string what, string path, string body, int status, string code, string? parameter)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var response = await server.PostAsync(path, body);
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
        Assert.True(status == (int)response.StatusCode, $"{what}: {error.ToJsonString()}");
        Assert.Equal(code, (string?)error["code"]);
        Assert.Equal(parameter, (string?)error["param"]);
        Assert.NotEmpty((string)error["message"]!);
        Assert.True(response.Headers.Contains("X-Request-Id"));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused()
    {
        await using var server = await ServerUnderTest.StartAsync(options: ServerUnderTest.Options with { MaxBodyBytes = 1000 });
        using var response = await server.PostAsync(Chat, $$"""{"messages":[{"role":"user","content":"{{new string('a', 2000)}}"}]}""");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("body_too_large", (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!["code"]);
    }

    [Fact]
    public async Task The_callers_request_id_comes_back()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("X-Request-Id", "abc-1");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal("abc-1", response.Headers.GetValues("X-Request-Id").Single());
        Assert.Equal("fake", (string?)(await response.Content.ReadFromJsonAsync<JsonNode>())!["data"]![0]!["id"]);
    }

    private static string Schema(string schema) => $$"""{ {{Hi}}, "response_format":{"type":"json_schema","json_schema":{"name":"it","schema":{{schema}} } } }""";
}
