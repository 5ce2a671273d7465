using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Prometheus;
using InferOps.Operator.Host.Tests.Fakes;
using InferOps.Operator.Reconciliation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.Operator.Host.Tests.Prometheus;

/// <summary>Whatever Prometheus does, it ends as numbers or as a reason in stable words; never as zero, and never as an exception.</summary>
public sealed class PrometheusClientTests
{
    private static readonly ObjectKey Reciter = new("default", "reciter");
    private static readonly Query[] Queries = [new(Signal.GeneratedTokens, "sum(rate(generated[60s]))"), new(Signal.ReportingReplicas, "count(generated)")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_arrive_by_service_and_the_query_is_posted()
    {
        var asked = new ConcurrentBag<(string Method, string Path, string Query)>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            asked.Add((context.Request.Method, context.Request.Path, form["query"].ToString()));
            await context.Response.WriteAsync(Answer(Row("reciter", form["query"].ToString().StartsWith("count", StringComparison.Ordinal) ? "2" : "12.5"), Row("other", "0")));
        });
        var answer = await AskAsync(new Uri(server.Url, "prefix/"));
        Assert.Null(answer.Failure);
        Assert.Equal((12.5, 2, Flaw.None), (answer.Rates[Reciter].Generated, answer.Rates[Reciter].Reporting, answer.Rates[Reciter].Flaw));
        Assert.Equal(0, answer.Rates[new("default", "other")].Generated);
        Assert.Equal(Queries.Select(query => ("POST", "/prefix/api/v1/query", query.Text)).Order(), asked.Order());
    }

    [Theory]
    [InlineData("NaN", Flaw.NotANumber)]
    [InlineData("+Inf", Flaw.Infinite)]
    [InlineData("-Inf", Flaw.Infinite)]
    [InlineData("-1", Flaw.Negative)]
    [InlineData("many", Flaw.NotANumber)]
    public async Task A_number_that_no_exporter_produces_is_named_and_not_zero(string value, Flaw flaw)
    {
        var rates = (await AskAsync(Answer(Row("reciter", value)))).Rates[Reciter];
        Assert.Equal(flaw, rates.Flaw);
        Assert.Null(rates.Generated);
    }

    [Fact]
    public async Task Two_answers_for_one_service_are_none()
    {
        var rates = (await AskAsync(Answer(Row("reciter", "1"), Row("reciter", "2"), Row("other", "3")))).Rates;
        Assert.Equal(Flaw.Duplicated, rates[Reciter].Flaw);
        Assert.Equal(3, rates[new("default", "other")].Generated);
    }

    [Fact]
    public async Task A_row_of_no_service_and_an_empty_answer_say_nothing()
    {
        Assert.Empty((await AskAsync(Answer("""{"metric":{},"value":[1,"5"]}"""))).Rates);
        Assert.Empty((await AskAsync(Answer())).Rates);
        Assert.Null((await AskAsync(Answer())).Failure);
    }

    [Fact]
    public async Task Loads_of_replicas_arrive_by_their_address_and_what_is_no_number_not_at_all()
    {
        static string Replica(string instance, string value) => $$$"""{"metric":{"instance":"{{{instance}}}"},"value":[1,"{{{value}}}"]}""";
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(Answer(Replica("10.0.0.1:8080", "3"), Replica("[fd00::1]:8080", "0"), Replica("10.0.0.2:8080", "NaN"))));
        Assert.Equal(new Dictionary<string, double> { ["10.0.0.1"] = 3, ["fd00::1"] = 0 }, await LoadsAsync(server.Url));
    }

    [Fact]
    public async Task Without_an_answer_no_load_is_known()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("<html>"));
        Assert.Empty(await LoadsAsync(server.Url));
    }

    private static async Task<IReadOnlyDictionary<string, double>> LoadsAsync(Uri url)
    {
        var options = new PrometheusOptions { Url = url, Timeout = TimeSpan.FromSeconds(60) };
        using var connection = new PrometheusConnection(options);
        return await new PrometheusClient(connection, options, NullLogger<PrometheusClient>.Instance).AskByReplicaAsync("max by (instance) (up)", Cancellation);
    }

    [Theory]
    [InlineData(""" {"status":"success","data":{"resultType":"vector","result":[{"metric":{"namespace":"def""", HoldReasons.AnswerCutOff)]
    [InlineData("""{"status":"error","errorType":"execution","error":"query timed out"}""", HoldReasons.PrometheusQueryFailed)]
    [InlineData("<html>Sign in</html>", HoldReasons.AnswerUnreadable)]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[]}}""", HoldReasons.AnswerUnreadable)]
    public async Task What_is_wrong_with_an_answer_has_its_own_reason(string body, string reason) => Assert.Equal(reason, (await AskAsync(body)).Failure!.Reason);

    public static TheoryData<string, string> Malformed => new()
    {
        { """{"status":"success","data":{"resultType":"vector","result":[{"metric":{"namespace":"def""", "the answer breaks off" },
        { "<html>Sign in</html>", "the answer is not JSON" },
        { "", "the answer is not JSON" },
        { "[]", "the answer has no status" },
        { """{"status":1}""", "the answer has no status" },
        { """{"status":"error","errorType":"execution","error":"query timed out"}""", "the query failed: query timed out" },
        { """{"status":"success"}""", "the answer has no result" },
        { """{"status":"success","data":[]}""", "the answer has no result" },
        { """{"status":"success","data":{"resultType":"scalar","result":[1,"7"]}}""", "the answer is a scalar and not a vector" },
        { Answer("7"), "a row of the answer has no value" },
        { Answer("""{"metric":{},"values":[[1,"5"]]}"""), "a row of the answer has no value" },
        { Answer("""{"metric":{},"value":"5"}"""), "a row of the answer has no value" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task An_answer_of_another_shape_is_a_failure_that_says_what_is_wrong(string body, string failure) => Assert.Equal(failure, (await AskAsync(body)).Failure!.Words);

    [Fact]
    public async Task A_number_without_quotes_is_still_a_number() =>
        Assert.Equal(5, (await AskAsync(Answer("""{"metric":{"namespace":"default","inferops_dev_service":"reciter"},"value":[1,5]}"""))).Rates[Reciter].Generated);

    [Theory]
    [InlineData(401, HoldReasons.PrometheusRefuses, "HTTP 401: check the token")]
    [InlineData(403, HoldReasons.PrometheusRefuses, "HTTP 403: check the token")]
    [InlineData(400, HoldReasons.PrometheusQueryFailed, "HTTP 400")]
    [InlineData(302, HoldReasons.PrometheusRedirects, "HTTP 302")]
    [InlineData(503, HoldReasons.PrometheusUnavailable, "HTTP 503")]
    public async Task A_refusal_is_told_by_its_status(int status, string reason, string failure)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            if (status == 302) context.Response.Headers.Location = "/sign-in";
            return context.Response.WriteAsync("no");
        });
        Assert.Equal(new(reason, failure), (await AskAsync(server.Url)).Failure);
    }

    [Fact]
    public async Task One_query_that_fails_fails_the_round_for_half_an_answer_looks_like_less_load()
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            var form = await context.Request.ReadFormAsync();
            if (form["query"].ToString().StartsWith("count", StringComparison.Ordinal)) context.Response.StatusCode = 500;
            else await context.Response.WriteAsync(Answer(Row("reciter", "1")));
        });
        var answer = await AskAsync(server.Url);
        Assert.Equal("HTTP 500", answer.Failure!.Words);
        Assert.Empty(answer.Rates);
    }

    [Fact]
    public async Task Twenty_thousand_services_are_read_and_ten_megabytes_are_refused()
    {
        var rows = Enumerable.Range(0, 20_000).Select(number => Row($"service-{number:000000}", number.ToString(CultureInfo.InvariantCulture))).ToArray();
        var large = Answer(rows);
        Assert.Equal(rows.Length, (await AskAsync(large)).Rates.Count);
        Assert.Equal(HoldReasons.AnswerTooLarge, (await AskAsync(new string(' ', 10 << 20))).Failure!.Reason);
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_is_not_waited_for()
    {
        await using var server = await LoopbackServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        Assert.Equal(HoldReasons.PrometheusTooSlow, (await AskAsync(server.Url, TimeSpan.FromMilliseconds(200))).Failure!.Reason);
    }

    [Fact]
    public async Task Nobody_there_is_told_as_such()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var url = new Uri($"http://{closed.LocalEndpoint}/");
        closed.Stop();
        Assert.Equal(new(HoldReasons.PrometheusUnavailable, "connection refused"), (await AskAsync(url)).Failure);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{", HoldReasons.AnswerCutOff)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-", HoldReasons.PrometheusUnavailable)]
    public async Task A_connection_that_breaks_in_the_middle_is_a_failure(string sent, string reason)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = AskAsync(new Uri($"http://{listener.LocalEndpoint}/"), queries: new Query(Signal.GeneratedTokens, "up"));
        using (var server = await listener.AcceptSocketAsync(Cancellation))
        {
            // All of the question is read, so that the connection ends and is not reset, which would take the answer away again.
            var question = "";
            var buffer = new byte[64 << 10];
            while (!question.EndsWith("query=up", StringComparison.Ordinal)) question += Encoding.ASCII.GetString(buffer, 0, await server.ReceiveAsync(buffer, Cancellation));
            await server.SendAsync(Encoding.ASCII.GetBytes(sent), Cancellation);
        }
        Assert.Equal(reason, (await asked).Failure!.Reason);
    }

    [Fact]
    public async Task The_token_is_read_for_every_question_so_that_a_rotated_one_is_used()
    {
        var seen = new ConcurrentBag<string>();
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            seen.Add(context.Request.Headers.Authorization.ToString());
            return context.Response.WriteAsync(Answer());
        });
        var file = Path.GetTempFileName();
        try
        {
            foreach (var token in (string[])["first", "second"])
            {
                await File.WriteAllTextAsync(file, token + "\n", Cancellation);
                await AskAsync(server.Url, tokenFile: file);
            }
        }
        finally
        {
            File.Delete(file);
        }
        Assert.Equal(["Bearer first", "Bearer second"], seen.Distinct().Order());
        Assert.Equal("a file with the token, the authority or the client certificate cannot be read", (await AskAsync(server.Url, tokenFile: file)).Failure!.Words);
    }

    [Fact]
    public async Task Being_stopped_is_no_failure_of_Prometheus()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        var options = new PrometheusOptions { Url = new("http://127.0.0.1:9/") };
        using var connection = new PrometheusConnection(options);
        var client = new PrometheusClient(connection, options, NullLogger<PrometheusClient>.Instance);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(Queries, stopped.Token));
    }

    private static async Task<TokenRateAnswer> AskAsync(string body)
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync(body));
        return await AskAsync(server.Url);
    }

    private static async Task<TokenRateAnswer> AskAsync(Uri url, TimeSpan? timeout = null, string? tokenFile = null, params IReadOnlyList<Query> queries)
    {
        var options = new PrometheusOptions { Url = url, Timeout = timeout ?? TimeSpan.FromSeconds(60), BearerTokenFile = tokenFile };
        using var connection = new PrometheusConnection(options);
        return await new PrometheusClient(connection, options, NullLogger<PrometheusClient>.Instance).AskAsync(queries.Count > 0 ? queries : Queries, Cancellation);
    }

    private static string Answer(params string[] rows) => $$$"""{"status":"success","data":{"resultType":"vector","result":[{{{string.Join(',', rows)}}}]}}""";

    private static string Row(string service, string value) => $$$"""{"metric":{"namespace":"default","inferops_dev_service":"{{{service}}}"},"value":[1893499200.123,"{{{value}}}"]}""";
}
