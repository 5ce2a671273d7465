using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>llama_batch: 56 bytes on 64-bit machines. Every array has <see cref="n_tokens"/> entries.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct LLamaNativeBatch
{
    public int n_tokens;
    public LLamaToken* tokens;
    public float* embd;
    public LLamaPos* pos;
    public int* n_seq_id;
    public LLamaSeqId** seq_id;

    /// <summary>Not 0 where the logits after the token are wanted.</summary>
    public byte* logits;
}
