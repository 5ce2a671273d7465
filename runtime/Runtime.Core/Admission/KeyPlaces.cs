namespace InferOps.Runtime.Core.Admission;

/// <summary>How many places one key holds. Once the last one is given back the record is gone for good.</summary>
internal sealed class KeyPlaces(string key)
{
    private const int Gone = -1;
    private int _held;

    public string Key { get; } = key;

    /// <summary>Takes places unless the key would hold more than <paramref name="most"/>.</summary>
    public bool TryTake(int count, long most, out bool isGone)
    {
        var seen = Volatile.Read(ref _held);
        while (seen != Gone && seen + count <= most)
        {
            var before = Interlocked.CompareExchange(ref _held, seen + count, seen);
            if (before == seen)
            {
                isGone = false;
                return true;
            }

            seen = before;
        }

        isGone = seen == Gone;
        return false;
    }

    /// <summary>True when these were the last ones, and the record is gone.</summary>
    public bool Release(int count) =>
        Interlocked.Add(ref _held, -count) == 0 && Interlocked.CompareExchange(ref _held, Gone, 0) == 0;
}
