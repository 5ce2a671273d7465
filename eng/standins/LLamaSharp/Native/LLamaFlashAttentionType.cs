namespace LLama.Native;

/// <summary>Whether the fused attention kernels are used.</summary>
public enum LLamaFlashAttentionType
{
    LLAMA_FLASH_ATTENTION_TYPE_AUTO = -1,
    LLAMA_FLASH_ATTENTION_TYPE_DISABLED = 0,
    LLAMA_FLASH_ATTENTION_TYPE_ENABLED = 1,
}
