using InferOps.Runtime.Bench.Http;
using InferOps.Runtime.Bench.Results;

namespace InferOps.Runtime.Bench.Load;

/// <summary>Collects what the clients of a load measured. Thread-safe.</summary>
internal sealed class LoadRecorder
{
    private readonly Lock _lock = new();
    private readonly List<RequestResult> _results = [];
    private readonly List<float> _gaps = [];

    public void Add(RequestResult result, GapLog? gaps)
    {
        lock (_lock)
        {
            // Only what went wrong needs its words, and a few of those tell it all.
            _results.Add(_results.Count < 10_000 ? result : result with { Message = "" });
            if (gaps is not null) _gaps.AddRange(gaps.Gaps);
        }
    }

    public LoadReport Report(TimeSpan duration)
    {
        lock (_lock) return new LoadReport([.. _results], [.. _gaps], duration);
    }
}
