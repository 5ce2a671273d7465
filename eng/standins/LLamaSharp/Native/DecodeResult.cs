namespace LLama.Native;

/// <summary>What llama_decode returned.</summary>
public enum DecodeResult
{
    DecodeFailed = -3,
    AllocationFailed = -2,
    InvalidInputBatch = -1,
    Ok = 0,
    NoKvSlot = 1,
    ComputeAborted = 2,
}
