using System.Runtime.CompilerServices;
using k8s.LeaderElection;

namespace KubeOps.Operator.LeaderElection;

/// <summary>Turns the events of an elector into terms.</summary>
internal sealed class ElectedLeadership : ILeadership, IDisposable
{
    private readonly Lock gate = new();
    private TaskCompletionSource<CancellationToken> next = NewTerm();
    private CancellationTokenSource? term;

    public ElectedLeadership(LeaderElector elector)
    {
        elector.OnStartedLeading += Begin;
        elector.OnStoppedLeading += End;
        if (elector.IsLeader()) Begin();
    }

    public async IAsyncEnumerable<CancellationToken> TermsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Task<CancellationToken> beginning;
            lock (gate) beginning = next.Task;
            CancellationToken begun;
            try
            {
                begun = await beginning.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                yield break;
            }

            yield return begun;
        }
    }

    public void Dispose() => End();

    private static TaskCompletionSource<CancellationToken> NewTerm() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Begin()
    {
        lock (gate)
        {
            if (term is not null) return;
            term = new CancellationTokenSource();
            next.TrySetResult(term.Token);
        }
    }

    private void End()
    {
        CancellationTokenSource? ending;
        lock (gate)
        {
            ending = term;
            if (ending is null) return;
            term = null;
            next = NewTerm();
        }

        ending.Cancel();
        ending.Dispose();
    }
}
