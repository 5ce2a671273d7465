using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Reconciliation;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Serving;

namespace InferOps.Operator.Simulator.Metrics;

/// <summary>Scrapes ready replicas at an interval and answers from what it scraped: every rule sees the same lag.</summary>
internal sealed class SimulatedPrometheus(PodFleet fleet, VirtualTime time) : ITokenRateSource
{
    public const double ScrapeSeconds = 15;
    private const double RateSeconds = 60;
    private const double MeanSeconds = 300;
    private readonly Dictionary<ObjectKey, List<Scrape>> _scrapes = [];
    private readonly Dictionary<ObjectKey, Counters> _counters = [];

    /// <summary>Why it does not answer; null: it does.</summary>
    public string? Away { get; set; }

    /// <summary>A request reached a replica of the service.</summary>
    public void Arrived(ObjectKey service, Request request) => Of(service).Arrive(request);

    public void ScrapeAll(IEnumerable<ObjectKey> services)
    {
        foreach (var service in services)
        {
            if (!_scrapes.TryGetValue(service, out var scrapes)) _scrapes[service] = scrapes = [];
            scrapes.RemoveAll(scrape => time.Seconds - scrape.At > MeanSeconds + ScrapeSeconds);
            scrapes.Add(Take(service));
        }
    }

    /// <summary>The newest scrape; null before the first.</summary>
    public Scrape? Latest(ObjectKey service) => _scrapes.GetValueOrDefault(service)?.LastOrDefault();

    /// <summary>The highest of a gauge over the last minute.</summary>
    public double Highest(ObjectKey service, Func<Scrape, double> gauge) =>
        (_scrapes.GetValueOrDefault(service) ?? []).Where(scrape => time.Seconds - scrape.At <= RateSeconds).Select(gauge).DefaultIfEmpty(0).Max();

    /// <summary>Per second over the last minute; null with fewer than two scrapes.</summary>
    public double? Rate(ObjectKey service, Func<Scrape, double> counter) => Increase(service, counter, RateSeconds) is { } increase ? increase.Amount / increase.Seconds : null;

    public Task<TokenRateAnswer> AskAsync(IReadOnlyList<Query> queries, CancellationToken cancellationToken) => Task.FromResult(Away is { } failure ? new TokenRateAnswer { Failure = new(HoldReasons.PrometheusUnavailable, failure) } : new TokenRateAnswer
    {
        Rates = _scrapes.Keys.Where(service => Latest(service) is { Replicas: > 0 }).ToDictionary(service => service, RatesOf),
    });

    /// <summary>Simulated replicas leave by rules of their own.</summary>
    public Task<IReadOnlyDictionary<string, double>> AskByReplicaAsync(string query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, double>>(new Dictionary<string, double>());

    private TokenRates RatesOf(ObjectKey service)
    {
        var latest = Latest(service)!;
        var requests = Increase(service, scrape => scrape.Requests, MeanSeconds)?.Amount;
        double? Mean(Func<Scrape, double> tokens) => requests > 0 ? Increase(service, tokens, MeanSeconds)?.Amount / requests : null;
        return new TokenRates
        {
            ArrivedPrompt = Rate(service, scrape => scrape.ArrivedPrompt),
            ArrivedGenerated = Rate(service, scrape => scrape.ArrivedGenerated),
            Prompt = Rate(service, scrape => scrape.Prompt),
            Generated = Rate(service, scrape => scrape.Generated),
            MeanPrompt = Mean(scrape => scrape.ArrivedPrompt),
            MeanGenerated = Mean(scrape => scrape.ArrivedGenerated),
            TimeToFirstToken = FirstToken(service),
            Running = latest.Running,
            Waiting = latest.Waiting,
            SampleAge = TimeSpan.FromSeconds(time.Seconds - latest.At),
            Reporting = latest.Replicas,
        };
    }

    private double? FirstToken(ObjectKey service)
    {
        var within = _scrapes[service].FindAll(scrape => time.Seconds - scrape.At <= RateSeconds);
        return LatencyBuckets.Quantile(0.95, [.. within[^1].FirstTokens.Zip(within[0].FirstTokens, (newest, oldest) => newest - oldest)]);
    }

    private (double Amount, double Seconds)? Increase(ObjectKey service, Func<Scrape, double> counter, double window)
    {
        if (!_scrapes.TryGetValue(service, out var scrapes)) return null;
        var within = scrapes.FindAll(scrape => time.Seconds - scrape.At <= window);
        return within.Count < 2 ? null : (counter(within[^1]) - counter(within[0]), within[^1].At - within[0].At);
    }

    private Scrape Take(ObjectKey service)
    {
        var pods = fleet.Of(service).Where(pod => pod.Ready).ToList();
        var (prompt, generated) = fleet.Served(service);
        foreach (var seconds in pods.SelectMany(pod => pod.Replica.TakeFirstTokens())) Of(service).FirstToken(seconds);
        return Of(service).At(time.Seconds) with
        {
            Prompt = prompt,
            Generated = generated,
            Replicas = pods.Count(pod => pod.Serves),
            Running = pods.Sum(pod => pod.Replica.Running),
            Waiting = pods.Sum(pod => pod.Replica.Waiting),
            TokensInUse = pods.Sum(pod => pod.Replica.TokensInUse),
        };
    }

    private Counters Of(ObjectKey service)
    {
        if (!_counters.TryGetValue(service, out var counters)) _counters[service] = counters = new Counters();
        return counters;
    }

    private sealed class Counters
    {
        private double _arrivedPrompt;
        private double _arrivedGenerated;
        private double _requests;
        private readonly double[] _firstTokens = LatencyBuckets.Empty();

        public void FirstToken(double seconds) => LatencyBuckets.Count(_firstTokens, seconds);

        public void Arrive(Request request) =>
            (_arrivedPrompt, _arrivedGenerated, _requests) = (_arrivedPrompt + request.PromptTokens, _arrivedGenerated + request.GeneratedTokens, _requests + 1);

        public Scrape At(double now) => new()
        {
            At = now, ArrivedPrompt = _arrivedPrompt, ArrivedGenerated = _arrivedGenerated, Requests = _requests, FirstTokens = [.. _firstTokens],
        };
    }
}
