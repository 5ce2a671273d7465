namespace KubeOps.Operator.Reconciliation;

/// <summary>The identifier of a finalizer that is registered for a type.</summary>
internal sealed record FinalizerName<TEntity>(string Identifier);
