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
}
