using System.Diagnostics.CodeAnalysis;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Server.Generating;

/// <summary>What several generations say, in the order in which it comes.</summary>
internal sealed class Arrivals(IReadOnlyList<GenerationReader> generations)
{
    private readonly List<int> _open = [.. Enumerable.Range(0, generations.Count)];

    // A generation may be waited for only once at a time, so a wait that has not ended is kept.
    private readonly Task<bool>?[] _waits = new Task<bool>?[generations.Count];

    /// <summary>False once all have ended.</summary>
    public bool AnyOpen => _open.Count > 0;

    /// <summary>Completes when any of them has something to say.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellation)
    {
        if (_open is [var only] && _waits[only] is null)
        {
            await generations[only].WaitToReadAsync(cancellation);
            return;
        }

        foreach (var index in _open)
        {
            if (_waits[index] is null or { IsCompleted: true }) _waits[index] = generations[index].WaitToReadAsync(cancellation).AsTask();
        }

        await await Task.WhenAny(_open.Select(index => _waits[index]!));
    }

    /// <summary>What one of them has said by now.</summary>
    public bool TryRead(out int index, [NotNullWhen(true)] out GenerationEvent? next)
    {
        foreach (var candidate in _open)
        {
            if (!generations[candidate].TryRead(out next)) continue;
            index = candidate;
            if (next is not TextGenerated) _open.Remove(candidate);
            return true;
        }

        (index, next) = (-1, null);
        return false;
    }
}
