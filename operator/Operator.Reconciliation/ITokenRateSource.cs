using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation;

/// <summary>Where token rates come from.</summary>
public interface ITokenRateSource
{
    /// <summary>Asks every query once, for all services together. Never throws for what the source did wrong: that is an answer too.</summary>
    Task<TokenRateAnswer> AskAsync(IReadOnlyList<Query> queries, CancellationToken cancellationToken);

    /// <summary>Asks what <see cref="Queries.ReplicaLoads"/> wrote. Values by the address of the replica; empty when the source does not answer.</summary>
    Task<IReadOnlyDictionary<string, double>> AskByReplicaAsync(string query, CancellationToken cancellationToken);
}

/// <summary>Rates by service, or why there are none. A service without a row is absent, which is not zero.</summary>
public sealed record TokenRateAnswer
{
    public IReadOnlyDictionary<ObjectKey, TokenRates> Rates { get; init; } = new Dictionary<ObjectKey, TokenRates>();

    public SourceFailure? Failure { get; init; }
}
