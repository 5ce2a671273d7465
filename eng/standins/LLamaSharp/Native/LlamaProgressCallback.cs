using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>Told how far loading has come, 0 … 1. Returning false stops it.</summary>
[UnmanagedFunctionPointer(CallingConvention.Cdecl)]
[return: MarshalAs(UnmanagedType.U1)]
public delegate bool LlamaProgressCallback(float progress, nint ctx);
