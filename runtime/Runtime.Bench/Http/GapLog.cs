namespace InferOps.Runtime.Bench.Http;

/// <summary>Times between the texts of one stream, in seconds. One writer.</summary>
public sealed class GapLog
{
    private readonly List<float> _gaps = [];

    public IReadOnlyList<float> Gaps => _gaps;

    internal void Add(TimeSpan gap) => _gaps.Add((float)gap.TotalSeconds);
}
