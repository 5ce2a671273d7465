using System.Buffers.Binary;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests;

public sealed class EmbeddingTests
{
    private const string Path = "/v1/embeddings";
    private static readonly FakeTokenizer Tokenizer = new();

    [Theory]
    [InlineData("\"abc\"", "abc")]
    [InlineData("""["abc","","Größe"]""", "abc", "", "Größe")]
    [InlineData("[256,97,98,99]", "abc")]
    [InlineData("[[256,97],[256,98]]", "a", "b")]
    public async Task Every_form_of_input_gives_one_vector_per_text(string input, params string[] texts)
    {
        await using var server = await StartAsync();
        var answer = await server.PostJsonAsync(Path, $$"""{"model":"fake","input":{{input}}}""");
        Assert.Equal(texts.Select(Vector), answer["data"]!.AsArray().Select(item => item!["embedding"]!.AsArray().Select(value => (float)value!)));
        Assert.Equal(Enumerable.Range(0, texts.Length), answer["data"]!.AsArray().Select(item => (int)item!["index"]!));
        Assert.Equal(("list", "fake"), ((string?)answer["object"], (string?)answer["model"]));
        var tokens = texts.Sum(text => Tokenizer.Tokenize(text, true, false).Length);
        Assert.Equal((tokens, tokens), ((int)answer["usage"]!["prompt_tokens"]!, (int)answer["usage"]!["total_tokens"]!));
    }

    [Fact]
    public async Task Base64_holds_the_same_floats()
    {
        await using var server = await StartAsync();
        var answer = await server.PostJsonAsync(Path, """{"input":"abc","encoding_format":"base64","dimensions":4,"user":"somebody"}""");
        var bytes = Convert.FromBase64String((string)answer["data"]![0]!["embedding"]!);
        Assert.Equal(Vector("abc"), Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * 4))));
    }

    public static TheoryData<string, string, string?> Wrong => new()
    {
        { """{"input":[]}""", "invalid_value", "input" },
        { "{}", "invalid_value", "input" },
        { """{"input":{"text":"a"}}""", "invalid_value", "input" },
        { """{"input":[[]]}""", "empty_prompt", "input" },
        { """{"input":[99999]}""", "invalid_value", "input" },
        { $$"""{"input":"{{new string('a', 100)}}"}""", "context_length_exceeded", "input" },
        { """{"input":"a","encoding_format":"int8"}""", "invalid_value", "encoding_format" },
        { """{"input":"a","dimensions":2}""", "unsupported_parameter", "dimensions" },
        { """{"input":"a","model":"nobody"}""", "model_not_found", "model" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Wrong_requests_are_told_what_is_wrong(string body, string code, string? parameter)
    {
        await using var server = await StartAsync();
        using var response = await server.PostAsync(Path, body);
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
        Assert.Equal((code, parameter), ((string?)error["code"], (string?)error["param"]));
        Assert.Equal(code == "model_not_found" ? 404 : 400, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_replica_without_an_embedding_model_says_what_to_do()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var response = await server.PostAsync(Path, """{"input":"a"}""");
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("--embeddings", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_count_as_prompt_tokens_and_generate_none()
    {
        await using var server = await StartAsync();
        await server.PostJsonAsync(Path, """{"input":["abc","d"]}""");
        Assert.Equal(1, await server.MetricAsync($"{RuntimeMetrics.Requests}{{endpoint=\"embeddings\"}}"));
        Assert.Equal(6, await server.MetricAsync(RuntimeMetrics.ArrivedPromptTokens));
        Assert.Equal(6, await server.MetricAsync(RuntimeMetrics.PromptTokens));
        Assert.Equal(0, await server.MetricAsync(RuntimeMetrics.GeneratedTokens));
        await server.UntilAsync(async () => await server.MetricAsync(RuntimeMetrics.WaitingRequests) == 0);
    }

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(embedding: new FakeEmbeddingModel());

    private static IEnumerable<float> Vector(string text) => FakeEmbeddingModel.Vector(Tokenizer.Tokenize(text, addSpecial: true, parseSpecial: false));
}
