using InferOps.Runtime.Bench.Arrivals;
using InferOps.Runtime.Bench.Http;
using InferOps.Runtime.Bench.Requests;
using InferOps.Runtime.Bench.Results;

namespace InferOps.Runtime.Bench.Load;

/// <summary>Plays a <see cref="LoadPlan"/> against a server.</summary>
public sealed class LoadRunner : IDisposable
{
    private const int Primes = 7_368_787;

    /// <summary>So few clients of a closed loop get a thread each.</summary>
    private const int MostThreads = 64;

    private readonly LoadPlan _plan;
    private readonly TimeProvider _time;
    private readonly RequestWriter _writer;
    private readonly CompletionClient _client;
    private readonly LoadRecorder _recorder = new();
    private readonly bool _hasThreads;
    private readonly long _startedAt;
    private int _sent;

    private LoadRunner(LoadPlan plan, TimeProvider time)
    {
        (_plan, _time) = (plan, time);
        _writer = new RequestWriter(plan.Mix);
        _hasThreads = plan.Arrival is Arrival.Closed { Clients: <= MostThreads };
        _client = new CompletionClient(plan.Endpoint, plan.Patience, time, _hasThreads);
        _startedAt = time.GetTimestamp();
    }

    /// <summary>Sends the requests and reads every answer to its end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was measured is lost.</exception>
    /// <exception cref="ArgumentException">The plan has no end.</exception>
    public static async Task<LoadReport> RunAsync(LoadPlan plan, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(time);
        if (plan is { Requests: null, Duration: null }) throw new ArgumentException("a load needs a number of requests or a duration", nameof(plan));
        using var runner = new LoadRunner(plan, time);
        await (plan.Arrival is Arrival.Closed(var clients) ? runner.CloseLoopAsync(clients, cancellationToken) : runner.OpenLoopAsync(cancellationToken));
        return runner._recorder.Report(time.GetElapsedTime(runner._startedAt));
    }

    public void Dispose() => _client.Dispose();

    private Task CloseLoopAsync(int clients, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(client => _hasThreads ? OnThread(() => ClientAsync(client, cancellationToken)) : ClientAsync(client, cancellationToken)));

    private static Task OnThread(Func<Task> client) =>
        Task.Factory.StartNew(client, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task ClientAsync(int client, CancellationToken cancellationToken)
    {
        while (Next() is { } number)
        {
            var result = await SendAsync(number, client, cancellationToken);
            if (result.Outcome != Outcome.Rejected) continue;
            var delay = TimeSpan.FromTicks(Math.Clamp(result.RetryAfter.Ticks, _plan.LeastRetryDelay.Ticks, _plan.LongestRetryDelay.Ticks));
            // Those rejected together must not come back together.
            await Task.Delay(delay * (0.5 + new Random(number).NextDouble()), _time, cancellationToken);
        }
    }

    private async Task OpenLoopAsync(CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        foreach (var at in ArrivalTimes.Of(_plan.Arrival, _plan.Mix.Seed))
        {
            if (_plan.Duration is { } duration && at >= duration) break;
            var ahead = at - _time.GetElapsedTime(_startedAt);
            if (ahead > TimeSpan.Zero) await Task.Delay(ahead, _time, cancellationToken);
            if (Next() is not { } number) break;
            running.RemoveAll(task => task.IsCompletedSuccessfully);
            running.Add(SendAsync(number, number, cancellationToken));
        }

        await Task.WhenAll(running);
    }

    /// <summary>The number of the next request; null when all were sent or the time is over.</summary>
    private int? Next()
    {
        if (_plan.Duration is { } duration && _time.GetElapsedTime(_startedAt) >= duration) return null;
        var number = Interlocked.Increment(ref _sent) - 1;
        return number < (_plan.Requests ?? int.MaxValue) ? number : null;
    }

    private async Task<RequestResult> SendAsync(int number, int client, CancellationToken cancellationToken)
    {
        var key = _plan.ApiKeys.Count == 0 ? 0 : client % _plan.ApiKeys.Count;
        var random = new Random(unchecked(number * Primes + _plan.Mix.Seed));
        var call = new CompletionCall(_writer.Path, _writer.Write(number))
        {
            ApiKey = _plan.ApiKeys.Count == 0 ? null : _plan.ApiKeys[key],
            ClosesConnection = _plan.NewConnections,
            Gaps = _plan.KeepGaps ? new GapLog() : null,
            LeaveAfter = random.NextDouble() < _plan.CancelShare ? 1 + random.Next(16) : int.MaxValue,
        };
        var sentAt = _time.GetElapsedTime(_startedAt);
        var result = await _client.SendAsync(call, cancellationToken) with { Key = key, SentAt = sentAt };
        _recorder.Add(result, call.Gaps);
        return result;
    }
}
