namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Brings a remote file into a <see cref="PartialFile"/>: several parts at once, each going on where it was cut.</summary>
/// <remarks>
/// One loop owns the plan, the journal and the number of connections; attempts only fetch, and tell it how they ended. What fails is asked for again after a
/// delay, until nothing has been gained for a while.
/// </remarks>
internal sealed class ModelDownload(RemoteFile remote, RemoteVersion version, TransferOptions options, PullLog log)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly List<(PartAttempt Attempt, Task<PartResult> Result)> _flying = [];
    private readonly Patience _patience = new(options);

    /// <summary>Returns when the file is whole.</summary>
    /// <param name="file">Where the bytes go.</param>
    /// <param name="inParts">False: by one request from the start to the end, and from the start again when that is cut.</param>
    /// <param name="hash">Told how far the file is complete.</param>
    /// <param name="cancellationToken">Stops the download; what is here stays.</param>
    /// <exception cref="VersionChangedException">What is here is worthless.</exception>
    /// <exception cref="RangesRefusedException">It must be fetched by one request.</exception>
    public async Task RunAsync(PartialFile file, bool inParts, FollowingHash hash, CancellationToken cancellationToken)
    {
        var plan = new PartPlan(version.FileBytes, inParts ? options.PartBytes : version.FileBytes, file.Here);
        var fetch = new PartFetch(remote, file, version, options, log.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (!plan.IsComplete)
            {
                hash.Reach(inParts ? Frontier(plan) : 0);
                Launch(plan, fetch, stop.Token);
                await Task.WhenAny([.. _flying.Select(flight => flight.Result), Task.Delay(Tick, log.Time, stop.Token)]);
                cancellationToken.ThrowIfCancellationRequested();
                var received = plan.Here + _flying.Sum(flight => flight.Attempt.Received);
                _patience.Gained(received);
                log.Progress(received, version.FileBytes);
                foreach (var flight in _flying.Where(flight => flight.Result.IsCompleted).ToList()) Land(await flight.Result, plan, inParts ? file : null);
            }

            hash.Reach(version.FileBytes);
        }
        finally
        {
            await stop.CancelAsync();
            foreach (var (attempt, result) in _flying)
            {
                await result;
                if (inParts) file.Note(Here(attempt));
            }
        }
    }

    private void Launch(PartPlan plan, PartFetch fetch, CancellationToken cancellationToken)
    {
        while (_flying.Count < _patience.Connections && plan.Take() is { } part)
        {
            var attempt = new PartAttempt(part, _patience.NextDelay());
            _flying.Add((attempt, fetch.RunAsync(attempt, cancellationToken)));
        }
    }

    /// <param name="journal">Where the bytes that came are noted; null: they cannot be continued.</param>
    private void Land(PartResult result, PartPlan plan, PartialFile? journal)
    {
        _flying.RemoveAll(flight => flight.Attempt == result.Attempt);
        journal?.Note(Here(result.Attempt));
        plan.Return(result.Attempt.Part, journal is null && result.Failure is not null ? 0 : result.Attempt.Received);
        if (result.Failure is not { } failure) return;
        if (!RetryPolicy.MayPass(failure)) throw failure;
        log.Line($"{failure.Message}; trying again in {_patience.Fail(failure).TotalSeconds:F1} s");
    }

    /// <summary>Up to where the file is complete, the bytes of a part on its way included: they are written in order.</summary>
    private long Frontier(PartPlan plan) =>
        plan.Frontier is var frontier && _flying.Find(flight => flight.Attempt.Part.From == frontier).Attempt is { } first ? frontier + first.Received : frontier;

    private static ByteRange Here(PartAttempt attempt) => new(attempt.Part.From, attempt.Part.From + attempt.Received);
}
