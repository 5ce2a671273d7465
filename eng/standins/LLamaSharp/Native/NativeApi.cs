using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>Functions of the library that belong to no model and no context.</summary>
public static unsafe class NativeApi
{
    /// <summary>Loads the library if that has not happened yet.</summary>
    public static void llama_empty_call() => Libllama.llama_max_devices();

    public static long llama_max_devices() => (long)Libllama.llama_max_devices();

    /// <summary>The most sequences one context can hold.</summary>
    public static long llama_max_parallel_sequences() => (long)Libllama.llama_max_parallel_sequences();

    public static bool llama_supports_gpu_offload() => Libllama.llama_supports_gpu_offload() != 0;

    public static bool llama_supports_mlock() => Libllama.llama_supports_mlock() != 0;

    public static bool llama_supports_mmap() => Libllama.llama_supports_mmap() != 0;

    /// <returns>Address of a zero-terminated text that names the CPU features in use; owned by the library.</returns>
    public static nint llama_print_system_info() => (nint)Libllama.llama_print_system_info();
}
