namespace InferOps.LocalCluster.Schema.Cel;

/// <summary>An expression that does not compile, or has no value for the given input.</summary>
public sealed class CelException(string message) : Exception(message);
