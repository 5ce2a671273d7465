namespace LLama.Native;

/// <summary>Candidates for the next token.</summary>
public struct LLamaTokenDataArray(Memory<LLamaTokenData> tokens, bool isSorted = false)
{
    public readonly Memory<LLamaTokenData> Data = tokens;

    /// <summary>Whether the most likely come first.</summary>
    public bool Sorted = isSorted;
}
