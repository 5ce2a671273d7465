namespace InferOps.Runtime.Core.Sampling;

/// <summary>A generation cannot go on under its constraint. Others are not concerned.</summary>
public sealed class ConstraintException(string message) : Exception(message);
