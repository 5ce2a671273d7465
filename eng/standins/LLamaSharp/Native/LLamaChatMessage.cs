using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>llama_chat_message: two zero-terminated UTF-8 texts.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct LLamaChatMessage
{
    public byte* role;
    public byte* content;
}
