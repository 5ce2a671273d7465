using InferOps.Operator.Simulator.Serving;

namespace InferOps.Operator.Simulator.Tests;

public sealed class ReplicaTests
{
    private const double Step = 0.25;
    private static readonly ReplicaSpeed Speed = new(PromptTokensPerSecond: 1000, GeneratedTokensPerSecond: 160, Sequences: 8);

    [Fact]
    public void A_full_batch_generates_as_declared_and_a_lone_stream_a_quarter_of_it()
    {
        Assert.Equal(160, Speed.Generating(8), 9);
        Assert.Equal(40, Speed.Generating(1), 9);
        Assert.Equal(0, Speed.Generating(0));
        Assert.Equal(Enumerable.Range(1, 8).Select(Speed.Generating).Order(), Enumerable.Range(1, 8).Select(Speed.Generating));
    }

    [Fact]
    public void A_lone_request_waits_for_its_prompt_and_then_streams()
    {
        var request = new Request("chat", arrivedAt: 0, promptTokens: 1000, generatedTokens: 80);
        Run([request], seconds: 60);
        Assert.Equal(1, request.TimeToFirstToken!.Value, Step);
        Assert.Equal(3, request.FinishedAt!.Value, 2 * Step);
        Assert.Equal(1 / 40.0, request.InterTokenLatency!.Value, 0.01);
    }

    [Fact]
    public void No_token_is_served_twice_and_none_is_lost()
    {
        var random = new Random(3);
        var requests = Enumerable.Range(0, 50).Select(_ => new Request("chat", 0, random.Next(1, 2000), random.Next(1, 400))).ToList();
        var replica = Run(requests, seconds: 600);
        Assert.All(requests, request => Assert.NotNull(request.FinishedAt));
        Assert.Equal(requests.Sum(request => request.PromptTokens), replica.PromptServed, 3);
        Assert.Equal(requests.Sum(request => request.GeneratedTokens), replica.GeneratedServed, 3);
        Assert.Equal(0, replica.TokensInUse);
    }

    [Fact]
    public void More_requests_than_sequences_wait()
    {
        var replica = new Replica(Speed);
        for (var i = 0; i < 11; i++) replica.Add(new Request("chat", 0, 5000, 10));
        replica.Advance(Step, Step);
        Assert.Equal((8, 3), (replica.Running, replica.Waiting));
    }

    [Fact]
    public void A_request_whose_replica_went_away_reads_its_tokens_again_and_goes_on()
    {
        var request = new Request("chat", 0, 100, 50);
        var replica = new Replica(Speed);
        replica.Add(request);
        for (var now = Step; now < 0.8; now += Step) replica.Advance(Step, now);
        var shown = 50 - request.GeneratedLeft;
        Assert.InRange(shown, 1, 49);
        Assert.Same(request, Assert.Single(replica.Abandon()));
        Assert.Equal(100 + shown, request.PromptLeft, 9);
        Assert.Equal(50 - shown, request.GeneratedLeft, 9);
    }

    private static Replica Run(IReadOnlyList<Request> requests, double seconds)
    {
        var replica = new Replica(Speed);
        foreach (var request in requests) replica.Add(request);
        for (var now = Step; now <= seconds; now += Step) replica.Advance(Step, now);
        return replica;
    }
}
