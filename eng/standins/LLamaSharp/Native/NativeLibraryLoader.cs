using System.Reflection;
using System.Runtime.InteropServices;
using LLama.Exceptions;

namespace LLama.Native;

/// <summary>Finds, loads and initialises the native libraries, once per process.</summary>
internal static unsafe class NativeLibraryLoader
{
    /// <summary>The name under which the C functions are imported.</summary>
    public const string Llama = "llama";

    /// <summary>The llama.cpp release whose structures are laid out here. Another one would read garbage, so nothing else is loaded.</summary>
    private const string Release = "b8390";

    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>True once the library is loaded; from then on the configuration can no longer change.</summary>
    public static bool IsLoaded => Library.IsValueCreated;

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Llama ? Library.Value : 0;

    private static nint Load()
    {
        var folder = NativeLibraryConfig.LLama.SearchFolders().FirstOrDefault(HasLibrary)
            ?? throw new RuntimeError($"no libllama.{Release}.so in {string.Join(", ", NativeLibraryConfig.LLama.SearchFolders())}");
        var backends = Open(folder, $"libggml.{Release}.so");
        var llama = Open(folder, $"libllama.{Release}.so");
        NativeLog.Attach(llama);
        LoadCpuBackend(backends, folder);
        ((delegate* unmanaged[Cdecl]<void>)NativeLibrary.GetExport(llama, "llama_backend_init"))();
        return llama;
    }

    private static bool HasLibrary(string folder) => File.Exists(Path.Combine(folder, $"libllama.{Release}.so"));

    private static nint Open(string folder, string file)
    {
        try
        {
            return NativeLibrary.Load(Path.Combine(folder, file));
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new RuntimeError($"the native library {file} cannot be loaded from {folder}: {failure.Message}");
        }
    }

    /// <summary>The kernels come in one library per generation of CPU; ggml picks the best one that this CPU can run.</summary>
    private static void LoadCpuBackend(nint backends, string folder)
    {
        var path = Marshal.StringToCoTaskMemUTF8(folder);
        ((delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(backends, "ggml_backend_load_all_from_path"))(path);
        Marshal.FreeCoTaskMem(path);
    }
}
