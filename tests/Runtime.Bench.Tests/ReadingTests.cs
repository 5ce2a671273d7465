using System.Text;
using System.Text.Json;
using InferOps.Runtime.Bench.Http;
using InferOps.Runtime.Bench.Results;

namespace InferOps.Runtime.Bench.Tests;

public sealed class ReadingTests
{
    [Fact]
    public async Task Events_are_read_however_the_network_cuts_them()
    {
        var large = new string('y', 20_000);
        var stream = Encoding.UTF8.GetBytes($": comment\r\n\r\ndata: one\r\n\r\nevent: x\ndata:two\n\ndata: {large}\n\ndata: [DONE]\n\ndata: cut");
        foreach (var size in new[] { 1, 2, 3, 7, 8191, 8192, 100_000 })
        {
            using var reader = new EventReader(new Trickle(stream, size));
            var read = new List<string>();
            while (await reader.ReadAsync(default) is { } said) read.Add(Encoding.UTF8.GetString(said.Span));
            Assert.Equal(["one", "two", large, "[DONE]"], read);
        }
    }

    [Theory]
    [InlineData("""{"choices":[{"text":"a","logprobs":{"content":"text"}}]}""", true, false, -1, -1)]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":""}}]}""", false, false, -1, -1)]
    [InlineData("""{"choices":[{"delta":{"role":"assistant","content":null}}]}""", false, false, -1, -1)]
    [InlineData("""{"choices":[{"delta":{"content":"b"}}]}""", true, false, -1, -1)]
    [InlineData("""{"choices":[{"delta":{"content":"error"}}]}""", true, false, -1, -1)]
    [InlineData("""{"choices":[],"usage":{"completion_tokens":5,"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":3}}}""", false, false, 9, 5)]
    [InlineData("""{"choices":[{"text":"c"}],"usage":null}""", true, false, -1, -1)]
    [InlineData("""{"error":{"message":"no"}}""", false, true, -1, -1)]
    public void An_event_is_understood(string json, bool text, bool error, int prompt, int output) =>
        Assert.Equal(new StreamEvent(text, error, prompt, output), StreamEvent.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void What_is_no_JSON_is_said_to_be_none() => Assert.ThrowsAny<JsonException>(() => StreamEvent.Read("<html>"u8));

    [Theory]
    [InlineData(50, 5)]
    [InlineData(90, 9)]
    [InlineData(91, 10)]
    [InlineData(99, 10)]
    [InlineData(0, 1)]
    [InlineData(100, 10)]
    public void A_percentile_is_a_measured_value(double percent, double expected) =>
        Assert.Equal(expected, new Percentiles([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).At(percent));

    [Fact]
    public void Nothing_measured_has_no_percentile() => Assert.True(double.IsNaN(new Percentiles([]).At(50)));

    [Fact]
    public void The_table_and_the_JSON_say_what_happened()
    {
        var good = new RequestResult
        {
            Outcome = Outcome.Completed, TimeToFirstToken = TimeSpan.FromMilliseconds(120), Duration = TimeSpan.FromSeconds(2), PromptTokens = 100, OutputTokens = 50,
        };
        var full = new RequestResult { Outcome = Outcome.Rejected, Status = 429, Duration = TimeSpan.FromMilliseconds(3), Message = "full" };
        var report = new LoadReport([good, good, full], [0.02f, 0.04f], TimeSpan.FromSeconds(10));
        Assert.Equal(10, report.OutputTokensPerSecond);
        var table = ReportTable.Write(report);
        Assert.Contains("2 completed, 1 rejected", table, StringComparison.Ordinal);
        Assert.Contains("1 × rejected (429): full", table, StringComparison.Ordinal);
        var json = ReportJson.Write(report);
        Assert.Equal(0.12, (double)json["timeToFirstToken"]!["p50"]!);
        Assert.Equal(1, (int)json["requests"]!["Rejected"]!);
    }

    /// <summary>Gives its bytes in pieces of one size.</summary>
    private sealed class Trickle(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
