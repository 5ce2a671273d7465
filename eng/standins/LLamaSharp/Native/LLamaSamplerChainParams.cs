using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>llama_sampler_chain_params: one byte.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct LLamaSamplerChainParams
{
    private byte _noPerf;

    /// <summary>Takes no times.</summary>
    public bool NoPerf { readonly get => _noPerf != 0; set => _noPerf = value ? (byte)1 : (byte)0; }

    public static LLamaSamplerChainParams Default() => Libllama.llama_sampler_chain_default_params();
}
