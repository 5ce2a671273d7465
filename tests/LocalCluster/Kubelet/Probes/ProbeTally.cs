namespace InferOps.LocalCluster.Kubelet.Probes;

/// <summary>Counts a probe's results in a row until they mean something.</summary>
internal sealed class ProbeTally(long successThreshold, long failureThreshold)
{
    private bool _last;
    private long _run;

    /// <summary>The verdict after one more result: true or false once as many in a row agree as the threshold asks for, else null.</summary>
    public bool? Observe(bool success)
    {
        _run = success == _last ? _run + 1 : 1;
        _last = success;
        return _run >= (success ? successThreshold : failureThreshold) ? success : null;
    }

    public void Reset() => _run = 0;
}
