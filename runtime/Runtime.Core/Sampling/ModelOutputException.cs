namespace InferOps.Runtime.Core.Sampling;

/// <summary>The model produced something no token can be chosen from.</summary>
public sealed class ModelOutputException(string message) : Exception(message);
