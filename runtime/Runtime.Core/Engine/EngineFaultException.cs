namespace InferOps.Runtime.Core.Engine;

/// <summary>The model can no longer be evaluated; the process should be replaced.</summary>
public sealed class EngineFaultException : Exception
{
    public EngineFaultException(string message)
        : base(message)
    {
    }

    public EngineFaultException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
