namespace InferOps.Runtime.Core.Models;

/// <summary>What a GGUF file is wanted for.</summary>
public enum ModelFileKind
{
    /// <summary>A whole model.</summary>
    Model,

    /// <summary>A LoRA adapter for a model of the same architecture.</summary>
    Adapter,
}
