using System.Text.Json.Nodes;

namespace InferOps.Runtime.Server.Tests.RawHttp;

/// <summary>Requests that are rare and right.</summary>
public sealed class UnusualRequestTests(BystandingServer shared) : IClassFixture<BystandingServer>
{
    private const string Body = """{"prompt":"abc","max_tokens":5,"temperature":0,"ignore_eos":true}""";
    private const string Stream = """{"prompt":"abc","max_tokens":5,"temperature":0,"ignore_eos":true,"stream":true}""";

    [Theory]
    [InlineData("no content type", "")]
    [InlineData("what curl says by default", "Content-Type: application/x-www-form-urlencoded\r\n")]
    [InlineData("a character set in quotes", "Content-Type: application/json; charset=\"UTF-8\"\r\n")]
    [InlineData("a content type that is none", "Content-Type: ;;;\r\n")]
    [InlineData("an encoding that is none", "Content-Encoding: identity\r\n")]
    public async Task A_body_is_taken_for_the_JSON_it_is(string what, string headers)
    {
        using var connection = await RawConnection.OpenAsync(shared.Server);
        await connection.SendAsync(Post("1.1", headers, Body));
        Assert.True(200 == (await connection.AnswerAsync())?.Status, what);
    }

    [Theory]
    [InlineData(Body)]
    [InlineData(Stream)]
    public async Task HTTP_1_0_gets_its_answer_up_to_the_end_of_the_connection(string body)
    {
        using var connection = await RawConnection.OpenAsync(shared.Server);
        await connection.SendAsync(Post("1.0", "", body));
        var answer = await connection.AnswerAsync();
        Assert.Equal((200, false), (answer!.Status, answer.Headers.ContainsKey("Transfer-Encoding")));
        if (body == Stream) Assert.EndsWith("data: [DONE]\n\n", answer.Body, StringComparison.Ordinal);
        else Assert.NotEmpty((string)JsonNode.Parse(answer.Body)!["choices"]![0]!["text"]!);
    }

    [Fact]
    public async Task Requests_sent_before_the_answer_are_answered_in_order()
    {
        using var connection = await RawConnection.OpenAsync(shared.Server);
        await connection.SendAsync(string.Concat(Enumerable.Range(0, 5).Select(i => Post("1.1", $"X-Request-Id: r{i}\r\n", i % 2 == 0 ? Stream : Body))));
        for (var i = 0; i < 5; i++)
        {
            var answer = await connection.AnswerAsync();
            Assert.Equal((200, $"r{i}"), (answer!.Status, answer.Headers["X-Request-Id"]));
        }
    }

    [Fact]
    public async Task Who_waits_for_100_continue_gets_it_unless_the_body_is_too_large()
    {
        using var connection = await RawConnection.OpenAsync(shared.Server);
        await connection.SendAsync(Post("1.1", "Expect: 100-continue\r\n", Body)[..^Body.Length]);
        Assert.Equal(100, (await connection.AnswerAsync())!.Status);
        await connection.SendAsync(Body);
        Assert.Equal(200, (await connection.AnswerAsync())!.Status);

        await connection.SendAsync("POST /v1/completions HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
        Assert.Equal(413, (await connection.AnswerAsync())!.Status);
    }

    [Fact]
    public async Task What_follows_a_body_does_not_reach_its_answer()
    {
        using var connection = await RawConnection.OpenAsync(shared.Server);
        await connection.SendAsync(Post("1.1", "", Body) + "and something else\r\n\r\n");
        Assert.Equal(200, (await connection.AnswerAsync())!.Status);
        Assert.Equal(400, (await connection.AnswerAsync())!.Status);
    }

    [Theory]
    [InlineData("my-request_1.2", true)]
    [InlineData("a b", false)]
    [InlineData("<script>", false)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789", false)]
    public async Task A_request_id_comes_back_only_where_it_is_harmless(string id, bool same)
    {
        using var connection = await RawConnection.OpenAsync(shared.Server);
        await connection.SendAsync(Post("1.1", $"X-Request-Id: {id}\r\n", Body));
        Assert.Equal(same, (await connection.AnswerAsync())!.Headers["X-Request-Id"] == id);
    }

    private static string Post(string version, string headers, string body) =>
        $"POST /v1/completions HTTP/{version}\r\nHost: a\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";
}
