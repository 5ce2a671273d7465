namespace LLama.Native;

/// <summary>How tokens may look at each other.</summary>
public enum LLamaAttentionType
{
    Unspecified = -1,
    Causal = 0,
    NonCausal = 1,
}
