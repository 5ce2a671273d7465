namespace InferOps.Operator.Simulator.Serving;

/// <summary>One replica as a queue: a bounded number of requests run, the others wait. Prefill takes half of the time while anything generates, all of it otherwise.</summary>
internal sealed class Replica(ReplicaSpeed speed)
{
    private const double PrefillShare = 0.5;
    private readonly List<Request> _running = [];
    private readonly Queue<Request> _waiting = [];
    private List<double> _firstTokens = [];

    public int Running => _running.Count;

    public int Waiting => _waiting.Count;

    public int InFlight => _running.Count + _waiting.Count;

    /// <summary>KV cells that running requests hold.</summary>
    public double TokensInUse => _running.Sum(request => request.PromptTokens - request.PromptLeft + request.GeneratedTokens - request.GeneratedLeft);

    public double PromptServed { get; private set; }

    public double GeneratedServed { get; private set; }

    public void Add(Request request) => _waiting.Enqueue(request);

    /// <summary>Serves for <paramref name="seconds"/> until <paramref name="now"/>.</summary>
    public void Advance(double seconds, double now)
    {
        while (_running.Count < speed.Sequences && _waiting.TryDequeue(out var next)) _running.Add(next);
        var generating = _running.Count(request => request.PromptLeft <= 0);
        var prefilled = Prefill(generating > 0 ? seconds * PrefillShare : seconds, now);
        Generate(seconds - prefilled, generating, now);
        _running.RemoveAll(request => request.FinishedAt is not null);
    }

    /// <summary>Seconds to each first token since the last call.</summary>
    public IReadOnlyList<double> TakeFirstTokens()
    {
        var taken = _firstTokens;
        _firstTokens = [];
        return taken;
    }

    /// <summary>Takes everything away.</summary>
    public List<Request> Abandon()
    {
        List<Request> left = [.. _running, .. _waiting];
        foreach (var request in left) request.Restart();
        _running.Clear();
        _waiting.Clear();
        return left;
    }

    /// <returns>Seconds used.</returns>
    private double Prefill(double seconds, double now)
    {
        var tokens = seconds * speed.PromptTokensPerSecond;
        var used = 0.0;
        foreach (var request in _running)
        {
            if (request.PromptLeft <= 0) continue;
            if (used >= tokens) break;
            var done = Math.Min(request.PromptLeft, tokens - used);
            request.PromptLeft -= done;
            used += done;
            // The first token comes out of the last step of the prompt.
            if (request.PromptLeft > 0 || request.FirstTokenAt is not null) continue;
            request.FirstTokenAt = now;
            _firstTokens.Add(now - request.ArrivedAt);
        }

        PromptServed += used;
        return used / speed.PromptTokensPerSecond;
    }

    private void Generate(double seconds, int generating, double now)
    {
        if (generating == 0) return;
        var each = seconds * speed.Generating(generating) / generating;
        foreach (var request in _running)
        {
            if (request.PromptLeft > 0 || generating-- <= 0) continue;
            var done = Math.Min(request.GeneratedLeft, each);
            request.GeneratedLeft -= done;
            GeneratedServed += done;
            if (request.GeneratedLeft <= 0) request.FinishedAt = now;
        }
    }
}
