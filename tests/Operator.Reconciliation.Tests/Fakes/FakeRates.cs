using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation.Tests.Fakes;

/// <summary>Prometheus as a test says.</summary>
internal sealed class FakeRates : ITokenRateSource
{
    /// <summary>The queries of each call.</summary>
    public List<IReadOnlyList<Query>> Asked { get; } = [];

    public string? Failure { get; set; }

    public Dictionary<ObjectKey, TokenRates> Rates { get; } = [];

    /// <summary>A service that answers and generates so many tokens a second.</summary>
    public void Set(ObjectKey service, int replicas, double generated) => Rates[service] = new()
    {
        ArrivedPrompt = 0, ArrivedGenerated = generated, Prompt = 0, Generated = generated, Running = generated > 0 ? 1 : 0, Waiting = 0,
        SampleAge = TimeSpan.FromSeconds(1), Reporting = replicas,
    };

    /// <summary>Requests by the address of the replica.</summary>
    public Dictionary<string, double> Loads { get; } = [];

    public int AskedByReplica { get; private set; }

    public Task<IReadOnlyDictionary<string, double>> AskByReplicaAsync(string query, CancellationToken cancellationToken)
    {
        AskedByReplica++;
        return Task.FromResult<IReadOnlyDictionary<string, double>>(Loads);
    }

    public Task<TokenRateAnswer> AskAsync(IReadOnlyList<Query> queries, CancellationToken cancellationToken)
    {
        Asked.Add(queries);
        return Task.FromResult(Failure is null ? new TokenRateAnswer { Rates = Rates } : new TokenRateAnswer { Failure = new(HoldReasons.PrometheusUnavailable, Failure) });
    }
}
