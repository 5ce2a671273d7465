using System.Text;

namespace InferOps.Runtime.Server.Tests.RawHttp;

/// <summary>Requests that are wrong as HTTP or as JSON, byte for byte: each gets the right status, and nobody else notices.</summary>
public sealed class WrongRequestTests(BystandingServer shared) : IClassFixture<BystandingServer>
{
    private const string Text = "POST /v1/completions HTTP/1.1\r\nHost: a\r\n";
    private const string Json = "Content-Type: application/json\r\n";

    /// <summary>What is wrong, the request, its status, and the error's code where it is ours to say.</summary>
    public static TheoryData<string, string, int, string?> Cases => new()
    {
        { "no body", $"{Text}{Json}Content-Length: 0\r\n\r\n", 400, "invalid_value" },
        { "no body and no length", $"{Text}{Json}\r\n", 400, "invalid_value" },
        { "not JSON", Body("hello"), 400, "invalid_value" },
        { "half of a document", Body("""{"prompt":"a" """), 400, "invalid_value" },
        { "two documents", Body("""{"prompt":"a","max_tokens":1}{}"""), 400, "invalid_value" },
        { "a list", Body("[1]"), 400, "invalid_value" },
        { "a number", Body("1"), 400, "invalid_value" },
        { "nested a hundred thousand deep", Body("""{"prompt":"a","x":""" + new string('[', 100_000)), 400, "invalid_value" },
        { "a text where a number belongs", Body("""{"prompt":"a","max_tokens":"1"}"""), 400, "invalid_value" },
        { "a fraction of a token", Body("""{"prompt":"a","max_tokens":1.5}"""), 400, "invalid_value" },
        { "more tokens than there are numbers", Body("""{"prompt":"a","max_tokens":99999999999999999999}"""), 400, "invalid_value" },
        { "a temperature beyond all bounds", Body("""{"prompt":"a","temperature":1e400}"""), 400, "invalid_value" },
        { "a number that is none", Body("""{"prompt":"a","temperature":NaN}"""), 400, "invalid_value" },
        { "half of a surrogate pair", Body("""{"prompt":"\ud83d","max_tokens":1}"""), 400, "invalid_value" },
        { "an unknown model", Body("""{"prompt":"a","model":"nobody"}"""), 404, "model_not_found" },
        { "a method that is not served", "GET /v1/completions HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method_not_allowed" },
        { "another one", "DELETE /v1/models HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method_not_allowed" },
        { "a path that is not served", "POST /v1/images HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 404, "not_found" },
        { "a file", "GET /etc/passwd.txt HTTP/1.1\r\nHost: a\r\n\r\n", 404, "not_found" },
        { "a compressed body", $"{Text}{Json}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", 415, "unsupported_media_type" },
        { "another character set", $"{Text}Content-Type: application/json; charset=latin1\r\nContent-Length: 2\r\n\r\n" + "{}", 415, "unsupported_media_type" },
        { "a body that is too large", $"{Text}{Json}Content-Length: 99999999999\r\n\r\n", 413, "body_too_large" },
        { "a length that is no number", $"{Text}{Json}Content-Length: many\r\n\r\n", 400, null },
        { "two lengths", $"{Text}{Json}Content-Length: 2\r\nContent-Length: 3\r\n\r\n" + "{} ", 400, null },
        { "chunks that are none", $"{Text}{Json}Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400, "bad_request" },
        { "a header without a colon", $"{Text}nonsense\r\n\r\n", 400, null },
        { "no host", "GET /v1/models HTTP/1.1\r\n\r\n", 400, null },
        { "two hundred headers", Text + string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: a\r\n")) + "\r\n", 431, null },
        { "a header of a megabyte", $"{Text}X-Large: {new string('a', 1 << 20)}\r\n\r\n", 431, null },
        { "a URL of a megabyte", $"GET /{new string('a', 1 << 20)} HTTP/1.1\r\nHost: a\r\n\r\n", 414, null },
        { "an HTTP of the future", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505, null },
        { "no HTTP at all", "\u0016\u0003\u0001 hello\r\n\r\n", 400, null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_gets_its_status(string what, string request, int status, string? code)
    {
        await Bystander.UndisturbedAsync(shared.Server, async () =>
        {
            using var connection = await RawConnection.OpenAsync(shared.Server);
            await SendAsync(connection, request);
            var answer = await connection.AnswerAsync();
            Assert.True(status == answer?.Status, $"{what}: {answer?.Status} {answer?.Body}");
            if (code is null) return;
            Assert.Equal(code, (string?)answer!.Error["code"]);
            Assert.NotEmpty((string)answer.Error["message"]!);
            Assert.Contains("X-Request-Id", answer.Headers.Keys);
            if (status == 405) Assert.Contains("Allow", answer.Headers.Keys);
        });
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        await Bystander.UndisturbedAsync(shared.Server, async () =>
        {
            using var connection = await RawConnection.OpenAsync(shared.Server);
            await connection.SendAsync([.. Encoding.ASCII.GetBytes($"{Text}{Json}Content-Length: 14\r\n\r\n{{\"prompt\":\""), 0xC3, 0x28, (byte)'"', (byte)'}']);
            var answer = await connection.AnswerAsync();
            Assert.Equal((400, "prompt"), (answer!.Status, (string?)answer.Error["param"]));
        });
    }

    private static string Body(string json) => $"{Text}{Json}Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}";

    // The server may answer and close before it has taken everything.
    private static async Task SendAsync(RawConnection connection, string request)
    {
        try
        {
            await connection.SendAsync(request);
        }
        catch (IOException)
        {
        }
    }
}

/// <summary>One server for the requests of a class.</summary>
public sealed class BystandingServer : IAsyncLifetime
{
    internal ServerUnderTest Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ServerUnderTest.StartAsync(
        Bystander.Model, ServerUnderTest.Options with { MaxBodyBytes = 1 << 20 });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
