namespace LLama.Native;

/// <summary>How token embeddings become one embedding per sequence.</summary>
public enum LLamaPoolingType
{
    Unspecified = -1,
    None = 0,
    Mean = 1,
    CLS = 2,
    Last = 3,
    Rank = 4,
}
