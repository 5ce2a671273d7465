using System.Text;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Server.Tests.RawHttp;

/// <summary>Clients that stall, leave, flood or hoard: each ends soon, costs a bounded amount, and nobody else notices.</summary>
public sealed class HostileClientTests(ImpatientServer shared) : IClassFixture<ImpatientServer>
{
    private const string Post = "POST /v1/completions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("headers that never end", "POST /v1/completions HTTP/1.1\r\nHost: a\r\nX-Slow: ")]
    [InlineData("a body that never ends", Post + "Content-Length: 1000\r\n\r\n{\"prompt\":")]
    [InlineData("chunks that never end", Post + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"pro")]
    public async Task Who_sends_too_slowly_is_told_and_dropped(string what, string sent)
    {
        await Bystander.UndisturbedAsync(shared.Server, async () =>
        {
            using var connection = await RawConnection.OpenAsync(shared.Server);
            await connection.SendAsync(sent);
            Assert.True(408 == (await connection.AnswerAsync())?.Status, what);
            Assert.True(await connection.IsClosedAsync(Patience), $"{what}: still open");
        });
    }

    [Fact]
    public async Task Who_reads_nothing_of_a_long_answer_is_dropped()
    {
        await Bystander.UndisturbedAsync(shared.Server, async () =>
        {
            using var connection = await RawConnection.OpenAsync(shared.Server, receiveBuffer: 4096);
            // Some fifteen megabytes: more than the sockets between the two will hold.
            var body = """{"messages":[{"role":"user","content":"a"}],"max_tokens":950,"n":12,"logprobs":true,"top_logprobs":20,"ignore_eos":true,"stream":true}""";
            await connection.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            await shared.Server.UntilAsync(() => Task.FromResult(connection.IsReset()));
        });
    }

    [Theory]
    [InlineData("in its headers", "POST /v1/completions HTTP/1.1\r\nHost: a\r\nX-")]
    [InlineData("in its body", Post + "Content-Length: 1000\r\n\r\n{\"prompt\":")]
    [InlineData("in a chunk", Post + "Transfer-Encoding: chunked\r\n\r\n50\r\n{\"pro")]
    public async Task Who_leaves_before_the_request_is_complete_leaves_nothing_behind(string where, string sent)
    {
        await Bystander.UndisturbedAsync(shared.Server, async () =>
        {
            foreach (var politely in (bool[])[true, false])
            {
                using var connection = await RawConnection.OpenAsync(shared.Server);
                await connection.SendAsync(sent);
                if (politely) connection.CloseSending();
                else connection.Reset();
                if (politely) Assert.True(await connection.IsClosedAsync(Patience), where);
            }
        });
        Assert.Equal(0, await shared.Server.MetricAsync($"{RuntimeMetrics.RejectedRequests}{{reason=\"engine_fault\"}}"));
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_of_a_stream_frees_its_cells()
    {
        await using var server = await ServerUnderTest.StartAsync(Bystander.Model);
        await Bystander.UndisturbedAsync(server, async () =>
        {
            for (var i = 0; i < 3; i++)
            {
                using var connection = await RawConnection.OpenAsync(server);
                var body = """{"prompt":"abc","max_tokens":1000,"n":2,"ignore_eos":true,"stream":true}""";
                await connection.SendAsync($"{Post}Content-Length: {body.Length}\r\n\r\n{body}");
                await connection.ReadSomeAsync();
                connection.Reset();
            }
        });
        await server.UntilAsync(async () => await server.MetricAsync(RuntimeMetrics.KvCellsUsed) == 0);
        Assert.True(await server.MetricAsync(RuntimeMetrics.GeneratedTokens) < 6000);
    }

    [Fact]
    public async Task A_body_without_an_end_is_taken_no_further_than_the_limit()
    {
        await Bystander.UndisturbedAsync(shared.Server, async () =>
        {
            using var connection = await RawConnection.OpenAsync(shared.Server);
            await connection.SendAsync($"{Post}Transfer-Encoding: chunked\r\n\r\n");
            var answer = connection.AnswerAsync();
            var chunk = Encoding.ASCII.GetBytes($"10000\r\n{new string(' ', 0x10000)}\r\n");
            var sent = 0L;
            try
            {
                for (; !answer.IsCompleted && sent < 1 << 28; sent += chunk.Length) await connection.SendAsync(chunk);
            }
            catch (IOException)
            {
                // Closed while more was on its way.
            }

            Assert.Equal((413, "body_too_large"), ((await answer)!.Status, (string?)(await answer)!.Error["code"]));

            // Beside the limit itself, only what sockets and the server's drain of a refused body hold.
            Assert.InRange(sent, 0, ImpatientServer.MaxBodyBytes + (64 << 20));
        });
    }

    [Fact]
    public async Task Idle_connections_do_not_keep_others_out()
    {
        var idle = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 300; i++) idle.Add(await RawConnection.OpenAsync(shared.Server));
            await Bystander.UndisturbedAsync(shared.Server, async () =>
            {
                using var response = await shared.Server.PostAsync("/v1/completions", """{"prompt":"a","max_tokens":1}""");
                Assert.Equal(200, (int)response.StatusCode);
            });
        }
        finally
        {
            foreach (var connection in idle) connection.Dispose();
        }
    }
}

/// <summary>A server that drops slow clients soon, and takes small bodies only.</summary>
public sealed class ImpatientServer : IAsyncLifetime
{
    public const int MaxBodyBytes = 1 << 20;

    internal ServerUnderTest Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ServerUnderTest.StartAsync(
        Bystander.Model with { ContextTokens = 16384 },
        ServerUnderTest.Options with { MaxBodyBytes = MaxBodyBytes, SlowClientTimeout = TimeSpan.FromSeconds(1.5) });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
