namespace LLama.Native;

/// <summary>How a model is spread over several GPUs.</summary>
public enum GPUSplitMode
{
    None = 0,
    Layer = 1,
    Row = 2,
    Tensor = 3,
}
