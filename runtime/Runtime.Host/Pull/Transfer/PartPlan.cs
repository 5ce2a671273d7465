namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Which bytes of a file are here, which are on their way, and which are to be fetched next.</summary>
internal sealed class PartPlan
{
    private readonly long _fileBytes;
    private readonly long _partBytes;

    /// <summary>Sorted, without gaps of nothing and without overlap.</summary>
    private readonly List<ByteRange> _missing = [];
    private readonly List<ByteRange> _flying = [];

    /// <param name="fileBytes">Length of the file.</param>
    /// <param name="partBytes">The longest part to fetch at once.</param>
    /// <param name="here">Ranges that are here already, in any order; they may overlap.</param>
    public PartPlan(long fileBytes, long partBytes, IEnumerable<ByteRange> here)
    {
        (_fileBytes, _partBytes) = (fileBytes, partBytes);
        var end = 0L;
        foreach (var range in here.OrderBy(range => range.From))
        {
            if (range.From > end) _missing.Add(new ByteRange(end, range.From));
            end = Math.Max(end, range.To);
        }

        if (end < fileBytes) _missing.Add(new ByteRange(end, fileBytes));
    }

    public bool IsComplete => _missing.Count == 0 && _flying.Count == 0;

    /// <summary>Bytes that are here, not counting parts on their way.</summary>
    public long Here => _fileBytes - _missing.Sum(range => range.Length) - _flying.Sum(range => range.Length);

    /// <summary>Every byte before this one is here.</summary>
    public long Frontier => _missing.Concat(_flying).Select(range => range.From).DefaultIfEmpty(_fileBytes).Min();

    /// <summary>Takes the first part that nobody fetches; null: there is none. Parts in order let the hash follow the download.</summary>
    public ByteRange? Take()
    {
        if (_missing.Count == 0) return null;
        var first = _missing[0];
        var part = first with { To = Math.Min(first.To, first.From + _partBytes) };
        if (part.To == first.To) _missing.RemoveAt(0);
        else _missing[0] = first with { From = part.To };
        _flying.Add(part);
        return part;
    }

    /// <summary>A part that was taken has ended; the bytes that did not come are missing again.</summary>
    public void Return(ByteRange part, long received)
    {
        if (!_flying.Remove(part) || received < 0 || received > part.Length) throw new InvalidOperationException($"{part} was not taken, or is shorter than {received}");
        if (received == part.Length) return;
        var rest = part with { From = part.From + received };
        var index = _missing.FindIndex(range => range.From > rest.From);
        _missing.Insert(index < 0 ? _missing.Count : index, rest);
    }
}
