using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests.Security;

public sealed class RateLimitTests : IDisposable
{
    private const string Body = """{"prompt":"abc","max_tokens":6,"ignore_eos":true}""";
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task Requests_beyond_the_minutes_allowance_are_told_when_to_come_back()
    {
        await using var server = await LimitedAsync("key name=team rpm=2");
        using var first = await SendAsync(server, Body);
        Assert.Equal(("2", "1"), (Header(first, "x-ratelimit-limit-requests"), Header(first, "x-ratelimit-remaining-requests")));
        Assert.EndsWith("s", Header(first, "x-ratelimit-reset-requests"), StringComparison.Ordinal);
        using var second = await SendAsync(server, Body);
        using var third = await SendAsync(server, Body);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.InRange(third.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        Assert.Equal("0", Header(third, "x-ratelimit-remaining-requests"));
        Assert.Equal(("rate_limit_exceeded", "rate_limit_error"), await ErrorAsync(third));
        Assert.Equal(1, await server.MetricAsync($"{RuntimeMetrics.RejectedRequests}{{reason=\"rate_limited\"}}"));
        using var models = await server.Client.SendAsync(Request(HttpMethod.Get, "/v1/models", null));
        Assert.Equal(HttpStatusCode.OK, models.StatusCode);
    }

    [Fact]
    public async Task Tokens_are_charged_as_they_were_used_and_counted_by_the_keys_name()
    {
        await using var server = await LimitedAsync("key name=team tpm=1000");
        using var first = await SendAsync(server, Body);
        _ = await first.Content.ReadAsStringAsync();
        Assert.Equal(("1000", "990"), (Header(first, "x-ratelimit-limit-tokens"), Header(first, "x-ratelimit-remaining-tokens")));
        await server.UntilAsync(async () => (await server.Client.GetStringAsync("/metrics")).Contains($"{RuntimeMetrics.KeyGeneratedTokens}{{key=\"team\"}} 6", StringComparison.Ordinal));
        Assert.Equal(4, await server.MetricAsync($"{RuntimeMetrics.KeyPromptTokens}{{key=\"team\"}}"));
    }

    [Fact]
    public async Task A_request_that_may_need_more_tokens_than_are_left_waits_for_them()
    {
        await using var server = await LimitedAsync("key tpm=15");
        using var first = await SendAsync(server, Body);
        using var second = await SendAsync(server, Body);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 20);
    }

    [Fact]
    public async Task A_prompt_that_never_fits_is_not_worth_another_attempt()
    {
        await using var server = await LimitedAsync("key tpm=3");
        using var refused = await SendAsync(server, Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Null(refused.Headers.RetryAfter);
        Assert.Equal("false", Header(refused, "x-should-retry"));
    }

    [Fact]
    public async Task Requests_at_the_same_moment_are_limited_until_one_has_ended()
    {
        using var gate = new ManualResetEventSlim();
        await using var server = await LimitedAsync("key concurrent=1", new FakeModelOptions
        {
            BeforeStep = step =>
            {
                if (step > 2) gate.Wait(TimeSpan.FromSeconds(20));
                return null;
            },
        });
        using var running = await SendAsync(server, Body.Replace("{", "{\"stream\":true,", StringComparison.Ordinal));
        using var refused = await SendAsync(server, Body);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);

        gate.Set();
        _ = await running.Content.ReadAsStringAsync();
        await server.UntilAsync(async () =>
        {
            using var next = await SendAsync(server, Body);
            return next.StatusCode == HttpStatusCode.OK;
        });
    }

    public void Dispose() => File.Delete(_file);

    private async Task<ServerUnderTest> LimitedAsync(string keys, FakeModelOptions? model = null)
    {
        await File.WriteAllTextAsync(_file, keys);
        return await ServerUnderTest.StartAsync(model, ServerUnderTest.Options with { ApiKeysFile = _file });
    }

    private static Task<HttpResponseMessage> SendAsync(ServerUnderTest server, string body) =>
        server.Client.SendAsync(Request(HttpMethod.Post, "/v1/completions", body), HttpCompletionOption.ResponseHeadersRead);

    private static HttpRequestMessage Request(HttpMethod method, string path, string? body)
    {
        var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", "key") } };
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private static async Task<(string?, string?)> ErrorAsync(HttpResponseMessage response)
    {
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
        return ((string?)error["code"], (string?)error["type"]);
    }
}
