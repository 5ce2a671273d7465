using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.OpenAi;

/// <summary>The official client, as applications use it, against the real server and the real library.</summary>
public sealed class OpenAiClientTests(OpenAiRun run) : IClassFixture<OpenAiRun>
{
    [Fact]
    public void Models_are_listed_and_looked_up() => Assert.Equal("""{"ids":["reciter"],"retrieved":"reciter"}""", run["models"].ToJsonString());

    [Fact]
    public void A_chat_is_answered_word_for_word_with_usage_and_a_request_id()
    {
        var chat = run["chat"];
        Assert.Equal((Recital.Answer.Text, "stop", "assistant"), (
            (string?)chat["choice"]!["message"]!["content"], (string?)chat["choice"]!["finish_reason"], (string?)chat["choice"]!["message"]!["role"]));
        Assert.Equal((int)chat["usage"]!["total_tokens"]!, (int)chat["usage"]!["prompt_tokens"]! + (int)chat["usage"]!["completion_tokens"]!);
        Assert.NotEmpty((string)chat["requestId"]!);
        Assert.Equal((string?)chat["header"], (string?)chat["requestId"]);
    }

    [Fact]
    public void A_streamed_chat_says_the_same_in_many_pieces_with_the_same_usage()
    {
        var stream = run["chatStream"];
        Assert.Equal((Recital.Answer.Text, "stop"), ((string?)stream["choices"]![0]!["text"], (string?)stream["choices"]![0]!["finish"]));
        Assert.True((int)stream["choices"]![0]!["pieces"]! > 50, "the stream came in few pieces");
        Assert.Equal(1, (int)stream["ids"]!);
        foreach (var count in (string[])["prompt_tokens", "completion_tokens"]) Assert.Equal((int)run["chat"]["usage"]![count]!, (int)stream["usage"]![count]!);
    }

    [Fact]
    public void The_clients_own_accumulation_of_a_stream_works() =>
        Assert.Equal((Recital.Answer.Text, "stop"), ((string?)run["chatAccumulated"]["message"]!["content"], (string?)run["chatAccumulated"]["finish_reason"]));

    [Fact]
    public void Several_choices_come_whole_and_streamed()
    {
        Assert.Equal(Enumerable.Repeat(Recital.Answer.Text, 3), run["choices"].AsArray().Select(text => (string)text!));
        Assert.Equal(Enumerable.Repeat((Recital.Answer.Text, "stop"), 3), run["choicesStream"]["choices"]!.AsArray().Select(choice => ((string)choice!["text"]!, (string)choice["finish"]!)));
    }

    [Fact]
    public void Limits_and_stop_strings_end_an_answer()
    {
        Assert.Equal("""{"finish":"length","tokens":5}""", run["limit"].ToJsonString());
        Assert.Equal((Recital.Answer.Text[..Recital.Answer.Text.IndexOf("before", StringComparison.Ordinal)], "stop"),
            ((string?)run["stop"]["message"]!["content"], (string?)run["stop"]["finish_reason"]));
    }

    [Fact]
    public void Log_probabilities_name_the_chosen_token_first()
    {
        Assert.Equal(4, run["logprobs"].AsArray().Count);
        Assert.All(run["logprobs"].AsArray(), one => Assert.Equal(((string?)one!["token"], 2), ((string?)one["chosen"], (int)one["top"]!)));
    }

    [Fact]
    public void The_same_seed_gives_the_same_text()
    {
        Assert.Equal((string?)run["seed"]["first"], (string?)run["seed"]["again"]);
        Assert.NotEqual((string?)run["seed"]["first"], (string?)run["seed"]["other"]);
    }

    [Fact]
    public void Texts_are_continued_one_or_several_at_once()
    {
        Assert.Equal((Recital.Numbers.Text, "stop"), ((string?)run["completion"]["text"], (string?)run["completion"]["finish_reason"]));
        Assert.Equal(Recital.Numbers.Text, string.Concat(run["completion"]["logprobs"]!["tokens"]!.AsArray().Select(token => (string?)token)));
        Assert.Equal([Recital.Numbers.Text, Recital.Languages.Text], run["completionStream"]["choices"]!.AsArray().Select(choice => (string?)choice!["text"]));
    }

    [Fact]
    public void Embeddings_are_unit_vectors_and_the_same_in_both_formats()
    {
        var (decoded, floats) = (Vectors(run["embeddings"]["decoded"]!), Vectors(run["embeddings"]["floats"]!));
        Assert.Equal(floats.Count, decoded.Count);
        foreach (var (one, other) in decoded.Zip(floats)) Assert.Equal(other, one);
        Assert.All(floats, vector => Assert.Equal(1, Math.Sqrt(vector.Sum(value => (double)value * value)), 4));
        Assert.NotEqual(floats[0], floats[1]);
    }

    [Fact]
    public void An_answer_follows_its_schema_whole_and_streamed()
    {
        var schema = run["schema"];
        Assert.Equal(["word", "ok"], schema["parsed"]!.AsObject().Select(property => property.Key));
        Assert.True((string?)schema["parsed"]!["word"] is { Length: <= 8 } && schema["parsed"]!["ok"]!.GetValueKind() is JsonValueKind.True or JsonValueKind.False);
        Assert.Equal(("stop", true), ((string?)schema["finish"], (bool)schema["same"]!));
    }

    [Fact]
    public void A_tool_is_called_as_declared_and_its_result_is_taken()
    {
        var tools = run["tools"];
        Assert.Equal(("tool_calls", 1, "function", "judge"), ((string?)tools["finish"], (int)tools["calls"]!, (string?)tools["type"], (string?)tools["name"]));
        Assert.NotEmpty((string)tools["id"]!);
        Assert.Equal(["word", "ok"], tools["arguments"]!.AsObject().Select(property => property.Key));
        Assert.Equal("tool_calls", (string?)tools["streamedFinish"]);
        Assert.Equal(tools["arguments"]!.ToJsonString(), tools["streamedArguments"]!.ToJsonString());
        Assert.Equal(Recital.Answer.Text, (string?)tools["answered"]);
    }

    [Theory]
    [InlineData("unknownModel", "NotFoundError", 404, "model_not_found", "model")]
    [InlineData("outOfRange", "BadRequestError", 400, "invalid_value", "temperature")]
    [InlineData("tooLong", "BadRequestError", 400, "context_length_exceeded", "prompt")]
    [InlineData("badStream", "BadRequestError", 400, "invalid_value", "messages")]
    [InlineData("badTool", "BadRequestError", 400, "invalid_value", "tools[0].function.name")]
    [InlineData("badSchema", "BadRequestError", 400, "invalid_value", "response_format")]
    [InlineData("noDimensions", "BadRequestError", 400, "unsupported_parameter", "dimensions")]
    [InlineData("wrongKey", "AuthenticationError", 401, "invalid_api_key", null)]
    [InlineData("limited", "RateLimitError", 429, "rate_limit_exceeded", null)]
    [InlineData("noSuchPath", "NotFoundError", 404, "not_found", null)]
    public void Errors_are_of_the_class_the_client_has_for_them(string name, string kind, int status, string code, string? parameter)
    {
        var error = run[name];
        Assert.Equal((kind, status, code, parameter), ((string?)error["kind"], (int)error["status"]!, (string?)error["code"], (string?)error["param"]));
        Assert.True((bool)error["hasMessage"]!);
        Assert.NotEmpty((string)error["requestId"]!);
    }

    [Fact]
    public void Requests_can_be_given_up()
    {
        Assert.InRange((int)run["abort"]["chunks"]!, 5, 100);
        Assert.Equal("APIUserAbortError", (string?)run["abort"]["whole"]!["kind"]);
    }

    private static List<float[]> Vectors(JsonNode vectors) => [.. vectors.AsArray().Select(vector => vector!.AsArray().Select(value => (float)value!).ToArray())];
}
