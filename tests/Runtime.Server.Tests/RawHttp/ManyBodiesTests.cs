namespace InferOps.Runtime.Server.Tests.RawHttp;

/// <summary>Large bodies, each permitted, that are too much together.</summary>
public sealed class ManyBodiesTests : IAsyncLifetime
{
    private const int Most = 4 << 20;
    private ServerUnderTest _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await ServerUnderTest.StartAsync(Bystander.Model, ServerUnderTest.Options with { MaxBodyBytes = Most, MaxBodiesBytes = Most });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task What_does_not_fit_beside_others_is_refused_before_it_is_sent_and_small_requests_go_on()
    {
        using var holder = await HoldAsync(Most);
        await Bystander.UndisturbedAsync(_server, async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                using var other = await RawConnection.OpenAsync(_server);
                AssertRefused(await RefusalAsync(other, Head($"Content-Length: {1 << 20}") + "{"));
            }

            using var small = await _server.PostAsync("/v1/completions", """{"prompt":"a","max_tokens":1}""");
            Assert.Equal(200, (int)small.StatusCode);
        });
        Assert.Equal(20, await _server.MetricAsync("inferops_rejected_requests_total{reason=\"body_memory_full\"}"));
    }

    [Fact]
    public async Task A_body_of_unknown_length_counts_as_it_comes()
    {
        using var holder = await HoldAsync(Most - (1 << 20));
        using var other = await RawConnection.OpenAsync(_server);
        AssertRefused(await RefusalAsync(other, Head("Transfer-Encoding: chunked") + $"{2 << 20:X}\r\n{{\"prompt\":\"" + new string('a', 2 << 20)));
    }

    [Fact]
    public async Task What_a_body_held_is_free_when_its_client_leaves()
    {
        using (var holder = await HoldAsync(Most))
        {
            using var other = await RawConnection.OpenAsync(_server);
            AssertRefused(await RefusalAsync(other, Head($"Content-Length: {1 << 20}") + "{"));
            holder.Reset();
        }

        await _server.UntilAsync(async () =>
        {
            using var response = await _server.PostAsync("/v1/completions", $$"""{"prompt":"a","max_tokens":1,"user":"{{new string('u', 1 << 20)}}"}""");
            return (int)response.StatusCode == 200;
        });
    }

    private static string Head(string length) => $"POST /v1/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}\r\n\r\n";

    /// <summary>Announces a body and never sends it; the server has counted it when it asks for it.</summary>
    private async Task<RawConnection> HoldAsync(int bytes)
    {
        var holder = await RawConnection.OpenAsync(_server);
        await holder.SendAsync(Head($"Content-Length: {bytes}\r\nExpect: 100-continue"));
        Assert.Equal(100, (await holder.AnswerAsync())!.Status);
        return holder;
    }

    /// <summary>The answer to a request that is refused while it is sent.</summary>
    private static async Task<RawAnswer> RefusalAsync(RawConnection connection, string request)
    {
        var sending = connection.SendAsync(request);
        var answer = await connection.AnswerAsync();
        await sending.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        return answer!;
    }

    private static void AssertRefused(RawAnswer answer)
    {
        Assert.Equal((429, "body_memory_full"), (answer.Status, (string?)answer.Error["code"]));
        Assert.Equal("1", answer.Headers["Retry-After"]);
    }
}
