using System.Collections.Concurrent;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Host.Controllers;

/// <summary>How long to wait after the n-th failure in a row of one object: 1 s doubling to 5 min, with jitter.</summary>
internal sealed class RetryDelays
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<(Type Kind, ObjectKey Key), int> _failures = new();

    public TimeSpan Failed(Type kind, ObjectKey key) => Delay(_failures.AddOrUpdate((kind, key), 1, (_, failures) => failures + 1), Random.Shared.NextDouble());

    public void Succeeded(Type kind, ObjectKey key) => _failures.TryRemove((kind, key), out _);

    /// <param name="failures">In a row, from 1.</param>
    /// <param name="random">0 to 1.</param>
    internal static TimeSpan Delay(int failures, double random)
    {
        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 20));
        return (doubled < Longest ? doubled : Longest) * (0.75 + 0.5 * random);
    }
}
