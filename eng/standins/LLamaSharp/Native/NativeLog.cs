using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>Carries what llama.cpp logs to managed code. Called from whatever thread llama.cpp happens to be on.</summary>
internal static unsafe class NativeLog
{
    private static volatile NativeLogConfig.LLamaLogCallback? _callback;

    public static void Set(NativeLogConfig.LLamaLogCallback? callback) => _callback = callback;

    /// <summary>llama_log_set also covers ggml. Without a managed callback the lines go nowhere instead of to standard error.</summary>
    public static void Attach(nint llama)
    {
        var set = (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<LLamaLogLevel, byte*, void*, void>, void*, void>)NativeLibrary.GetExport(llama, "llama_log_set");
        set(&Receive, null);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Receive(LLamaLogLevel level, byte* text, void* userData)
    {
        if (_callback is { } callback && Marshal.PtrToStringUTF8((nint)text) is { } message) callback(level, message);
    }
}
