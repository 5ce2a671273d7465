using System.Runtime.CompilerServices;

namespace KubeOps.Operator.LeaderElection;

/// <summary>When this instance may act.</summary>
internal interface ILeadership
{
    /// <returns>One token per term, as soon as the term begins; it is cancelled when the term ends.</returns>
    IAsyncEnumerable<CancellationToken> TermsAsync(CancellationToken cancellationToken);
}

/// <summary>Without an election there is one term, and it never ends.</summary>
internal sealed class PermanentLeadership : ILeadership
{
    public async IAsyncEnumerable<CancellationToken> TermsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return cancellationToken;
    }
}
