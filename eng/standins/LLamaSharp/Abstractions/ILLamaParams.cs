namespace LLama.Abstractions;

/// <summary>Everything about one model and one context.</summary>
public interface ILLamaParams : IModelParams, IContextParams;
