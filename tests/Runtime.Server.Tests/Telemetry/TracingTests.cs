using System.Net;
using System.Text;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Tests.Fakes;
using InferOps.Runtime.Server.Telemetry;

namespace InferOps.Runtime.Server.Tests.Telemetry;

public sealed class TracingTests
{
    private const string Caller = "00f067aa0ba902b7";

    [Fact]
    public async Task A_request_is_a_span_below_the_callers_with_its_phases_below_it()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var trace = NewTrace();
        await using (var server = await ServerUnderTest.StartAsync(new FakeModelOptions { Next = FakeModelOptions.Saying("secret words") }, Traced(receiver)))
        {
            await SendAsync(server, trace, """{"messages":[{"role":"user","content":"hush hush"}],"temperature":0,"max_tokens":50,"stream":true}""");
            await ReceivedAsync(server, receiver, trace);
        }

        var spans = receiver.Spans.Where(span => span.Trace == trace).OrderBy(span => span.Start).ToList();
        var request = Assert.Single(spans, span => span.Parent == Caller);
        Assert.Equal("chat fake", request.Name);
        Assert.Equal(
            ("chat", "inferops", "fake", "stop", "50", "0", "18", "13"),
            (request.Attributes["gen_ai.operation.name"], request.Attributes["gen_ai.provider.name"], request.Attributes["gen_ai.request.model"],
                request.Attributes["gen_ai.response.finish_reasons"], request.Attributes["gen_ai.request.max_tokens"], request.Attributes["gen_ai.request.temperature"],
                request.Attributes["gen_ai.usage.input_tokens"], request.Attributes["gen_ai.usage.output_tokens"]));
        Assert.Equal("200", request.Attributes["http.response.status_code"]);

        var phases = spans.Where(span => span.Parent == request.Id).ToList();
        Assert.Equal(["queue", "prefill", "decode"], phases.Select(span => span.Name));
        Assert.All(phases, phase => Assert.True(request.Start <= phase.Start + 1_000_000 && phase.Start <= phase.End && phase.End <= request.End + 1_000_000));
        Assert.Equal(phases[0].End, phases[1].Start);
        Assert.Equal(phases[1].End, phases[2].Start);
        Assert.DoesNotContain(spans, span => span.Attributes.Values.Any(value => value.Contains("secret", StringComparison.Ordinal) || value.Contains("hush", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_failure_of_the_replica_is_an_error_and_a_callers_mistake_is_not()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var (mistaken, failed) = (NewTrace(), NewTrace());
        var model = new FakeModelOptions { BeforeStep = step => step > 5 ? StepResult.Failed("device lost") : null };
        await using (var server = await ServerUnderTest.StartAsync(model, Traced(receiver)))
        {
            await SendAsync(server, mistaken, """{"messages":[]}""");
            await ReceivedAsync(server, receiver, mistaken);
            await SendAsync(server, failed, """{"messages":[{"role":"user","content":"hi"}],"max_tokens":50,"stream":true}""");
            await server.ExitCode;
        }

        var mistake = receiver.Spans.Single(span => span.Trace == mistaken && span.Parent == Caller);
        Assert.Equal(("invalid_request", "400", 0), (mistake.Attributes["error.type"], mistake.Attributes["http.response.status_code"], mistake.Status));
        var failure = receiver.Spans.Single(span => span.Trace == failed && span.Parent == Caller);
        Assert.Equal(("engine_fault", "engine_fault", 2), (failure.Attributes["error.type"], failure.Attributes["gen_ai.response.finish_reasons"], failure.Status));
    }

    [Fact]
    public async Task Probes_and_scrapes_are_no_spans()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        var trace = NewTrace();
        await using (var server = await ServerUnderTest.StartAsync(options: Traced(receiver)))
        {
            foreach (var path in new[] { "/healthz", "/readyz", "/metrics", "/v1/models" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "traceparent", $"00-{trace}-{Caller}-01" } } };
                Assert.Equal(HttpStatusCode.OK, (await server.Client.SendAsync(request)).StatusCode);
            }

            await ReceivedAsync(server, receiver, trace);
        }

        Assert.Single(receiver.Spans, span => span.Trace == trace);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317", true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector:4317", true)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "", false)]
    [InlineData("OTEL_SERVICE_NAME", "chat", false)]
    public void Spans_are_made_where_somebody_wants_them(string name, string value, bool wanted) =>
        Assert.Equal(wanted, Tracing.IsWanted(new Dictionary<string, string?> { [name] = value }));

    private static RuntimeServerOptions Traced(OtlpReceiver receiver) => ServerUnderTest.Options with
    {
        OpenTelemetry = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
        },
    };

    /// <summary>Waits for a trace's request, which ends last: at its exit a server waits for a slow collector no longer than it must.</summary>
    private static Task ReceivedAsync(ServerUnderTest server, OtlpReceiver receiver, string trace) =>
        server.UntilAsync(() => Task.FromResult(receiver.Spans.Any(span => span.Trace == trace && span.Parent == Caller)));

    private static string NewTrace() => Guid.NewGuid().ToString("N");

    private static async Task SendAsync(ServerUnderTest server, string trace, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Headers = { { "traceparent", $"00-{trace}-{Caller}-01" } }, Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await server.Client.SendAsync(request);
        _ = await response.Content.ReadAsStringAsync();
    }
}
