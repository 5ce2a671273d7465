namespace InferOps.Operator.Core.Scaling;

/// <summary>The closed set of names in <c>limitedBy</c>.</summary>
public static class Limits
{
    public const string Tolerance = "Tolerance";
    public const string PartialMetrics = "PartialMetrics";
    public const string ScaleUpWindow = "ScaleUpWindow";
    public const string ScaleDownWindow = "ScaleDownWindow";
    public const string ScaleUpRate = "ScaleUpRate";
    public const string ScaleDownRate = "ScaleDownRate";
    public const string RolloutInProgress = "RolloutInProgress";
    public const string PendingReplicas = "PendingReplicas";
    public const string NotIdleLongEnough = "NotIdleLongEnough";
    public const string ScheduledMinimum = "ScheduledMinimum";
    public const string MinReplicas = "MinReplicas";
    public const string MaxReplicas = "MaxReplicas";
    public const string Advisory = "Advisory";

    /// <summary>For people: what holds the number, and where it is set.</summary>
    public static string InWords(string limit) => limit switch
    {
        Tolerance => "the difference is too small to act on",
        PartialMetrics => "none is removed while not every replica reports",
        ScaleUpWindow => "demand has not been high for long enough (scaling.scaleUp)",
        ScaleDownWindow => "demand has not been low for long enough (scaling.scaleDown)",
        ScaleUpRate => "no more are added at once (scaling.scaleUp)",
        ScaleDownRate => "no more are removed at once (scaling.scaleDown)",
        RolloutInProgress => "none is removed while pods are replaced",
        PendingReplicas => "replicas that still start count as there",
        NotIdleLongEnough => "not idle for long enough to stop (scaling.idleAfter)",
        ScheduledMinimum => "a schedule keeps more (scaling.schedules)",
        MinReplicas => "scaling.minReplicas keeps more",
        MaxReplicas => "scaling.maxReplicas permits no more",
        _ => limit,
    };
}
