namespace KubeOps.Abstractions.Reconciliation;

/// <summary>What happened to the object.</summary>
public enum ReconciliationType
{
    Added = 0,
    Modified = 1,
    Deleted = 2,
}

/// <summary>Who asks for a reconcile.</summary>
public enum ReconciliationTriggerSource
{
    /// <summary>The watch.</summary>
    ApiServer = 0,

    /// <summary>The operator: a retry, a requeue, or another controller.</summary>
    Operator = 1,
}
