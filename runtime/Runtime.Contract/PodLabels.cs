namespace InferOps.Runtime.Contract;

/// <summary>Labels of the pods the operator makes, and the series labels Prometheus gives what it scrapes from them.</summary>
public static class PodLabels
{
    /// <summary>Pod label: name of the InferenceService.</summary>
    public const string Service = "inferops.dev/service";

    /// <summary>Pod label: name of the ComputePool.</summary>
    public const string Pool = "inferops.dev/pool";

    /// <summary>Pod label: name of the InferenceEngine.</summary>
    public const string Engine = "inferops.dev/engine";

    /// <summary>Pod label: <c>replica</c> for serving pods, <c>inspection</c> for the pod that reads a model's header.</summary>
    public const string Component = "inferops.dev/component";

    /// <summary>
    /// Series labels, as the Prometheus Operator's <c>podTargetLabels</c> writes them: the pod label with every character that a series label
    /// cannot hold replaced by an underscore.
    /// </summary>
    public const string ServiceSeries = "inferops_dev_service";

    public const string PoolSeries = "inferops_dev_pool";
}
