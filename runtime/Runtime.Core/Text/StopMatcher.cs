namespace InferOps.Runtime.Core.Text;

/// <summary>Finds stop strings in text that arrives in pieces, holding back only what may still become one.</summary>
internal sealed class StopMatcher(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>Adds <paramref name="text"/> and returns what can be shown now.</summary>
    /// <param name="text">The next piece.</param>
    /// <param name="stopped">True when a stop string appeared; what is returned ends before it, and nothing may be added any more.</param>
    public string Add(string text, out bool stopped)
    {
        stopped = false;
        if (stops.Count == 0) return text;

        var pending = _held + text;
        if (FirstStop(pending) is { } at)
        {
            stopped = true;
            _held = "";
            return pending[..at];
        }

        var held = LongestPossibleStart(pending);
        _held = pending[^held..];
        return pending[..^held];
    }

    /// <summary>What was held back, once it is known that nothing follows.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    private int? FirstStop(string pending)
    {
        int? first = null;
        foreach (var stop in stops)
        {
            var at = pending.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && at < (first ?? int.MaxValue)) first = at;
        }

        return first;
    }

    private int LongestPossibleStart(string pending)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length - 1, pending.Length); length > longest; length--)
            {
                if (pending.AsSpan(pending.Length - length).SequenceEqual(stop.AsSpan(0, length))) longest = length;
            }
        }

        return longest;
    }
}
