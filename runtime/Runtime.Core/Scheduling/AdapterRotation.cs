namespace InferOps.Runtime.Core.Scheduling;

/// <summary>Which adapter a step evaluates: a step can use only one, so those with work take turns.</summary>
/// <param name="adapters">Adapters of the model.</param>
internal sealed class AdapterRotation(int adapters)
{
    private readonly long[] _lastStep = new long[adapters + 1];
    private long _steps;

    /// <summary>The adapter that was used longest ago, of those that placed sequences wait for.</summary>
    public int Next(ReadOnlySpan<Sequence> running)
    {
        int? next = null;
        foreach (var sequence in running)
        {
            var adapter = sequence.Request.Adapter;
            if (sequence.IsPlaced && (next is not { } best || _lastStep[adapter + 1] < _lastStep[best + 1])) next = adapter;
        }

        return next ?? -1;
    }

    public void Used(int adapter) => _lastStep[adapter + 1] = ++_steps;
}
