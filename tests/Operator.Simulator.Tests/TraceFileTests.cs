using InferOps.Operator.Simulator.Traces;

namespace InferOps.Operator.Simulator.Tests;

public sealed class TraceFileTests
{
    private const string Header = "seconds,service,requests_per_second,prompt_tokens,generated_tokens\n";

    [Fact]
    public void A_trace_that_is_written_reads_as_itself()
    {
        foreach (var shape in TraceShapes.Names.Select(name => TraceShapes.Find(name)!))
        {
            var text = new StringWriter();
            TraceFile.Write(shape, text);
            var read = TraceFile.Read(shape.Name, new StringReader(text.ToString()));
            Assert.Equal(shape.Rows.Count, read.Rows.Count);
            Assert.Equal(shape.Length, read.Length);
            Assert.Equal(shape.Rows.Sum(row => row.RequestsPerSecond), read.Rows.Sum(row => row.RequestsPerSecond), 0.1);
        }
    }

    [Theory]
    [InlineData("", "line 1: expected the header")]
    [InlineData(Header + "0,chat,1,512\n", "line 2: expected")]
    [InlineData(Header + "0,chat,NaN,512,192\n", "line 2: expected")]
    [InlineData(Header + "0,chat,-1,512,192\n", "line 2: expected")]
    [InlineData(Header + "0,,1,512,192\n", "line 2: expected")]
    [InlineData(Header + "60,chat,1,512,192\n0,chat,1,512,192\n", "line 3: 0 s comes after 60 s")]
    [InlineData(Header + "0,chat,1,512,192\n", "at least two rows")]
    public void A_line_that_is_no_row_is_named(string text, string says)
    {
        var error = Assert.Throws<FormatException>(() => TraceFile.Read("load.csv", new StringReader(text)));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("load.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_run_is_shown_the_same_requests()
    {
        var trace = TraceShapes.Find("flash-crowd")!;
        var first = Arrivals.Of(trace, seed: 7).Select(request => (request.ArrivedAt, request.PromptTokens, request.GeneratedTokens));
        Assert.Equal(first, Arrivals.Of(trace, seed: 7).Select(request => (request.ArrivedAt, request.PromptTokens, request.GeneratedTokens)));
        Assert.NotEqual(first, Arrivals.Of(trace, seed: 8).Select(request => (request.ArrivedAt, request.PromptTokens, request.GeneratedTokens)));
    }

    [Fact]
    public void Arrivals_come_at_the_rate_of_their_row()
    {
        var trace = new Trace("flat", [new(TimeSpan.Zero, "chat", 5, 400, 100), new(TimeSpan.FromHours(2), "chat", 0, 400, 100)]);
        var requests = Arrivals.Of(trace, seed: 1);
        Assert.InRange(requests.Count, 5 * 7200 * 0.97, 5 * 7200 * 1.03);
        Assert.InRange(requests.Average(request => request.PromptTokens), 400 * 0.9, 400 * 1.1);
        Assert.True(requests.Zip(requests.Skip(1)).All(pair => pair.First.ArrivedAt <= pair.Second.ArrivedAt));
    }
}
