using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>llama_token_data: 12 bytes. A token and how likely it is.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LLamaTokenData(LLamaToken id, float logit, float probability)
{
    public LLamaToken ID = id;
    public float Logit = logit;
    public float Probability = probability;
}
