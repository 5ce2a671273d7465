using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace LLama.Native;

/// <summary>Where the native library is looked for, and where it logs. Set before its first use.</summary>
public sealed class NativeLibraryConfig
{
    private readonly List<string> _searchDirectories = [];

    private NativeLibraryConfig()
    {
    }

    public static NativeLibraryConfigContainer All { get; } = new();

    public static NativeLibraryConfig LLama { get; } = new();

    public bool LibraryHasLoaded => NativeLibraryLoader.IsLoaded;

    public NativeLibraryConfig WithSearchDirectory(string directory)
    {
        ThrowIfLoaded();
        _searchDirectories.Add(directory);
        return this;
    }

    public NativeLibraryConfig WithSearchDirectories(IEnumerable<string> directories)
    {
        ThrowIfLoaded();
        _searchDirectories.AddRange(directories);
        return this;
    }

    public NativeLibraryConfig WithLogCallback(NativeLogConfig.LLamaLogCallback? callback)
    {
        ThrowIfLoaded();
        NativeLogConfig.llama_log_set(callback);
        return this;
    }

    public NativeLibraryConfig WithLogCallback(ILogger? logger)
    {
        ThrowIfLoaded();
        NativeLogConfig.llama_log_set(logger);
        return this;
    }

    /// <summary>The configured folders, then the place where backend packages put their files.</summary>
    internal IEnumerable<string> SearchFolders() =>
        _searchDirectories.Append(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native"))
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", $"linux-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64")}", "native"))
            .Distinct();

    private static void ThrowIfLoaded()
    {
        if (NativeLibraryLoader.IsLoaded)
            throw new InvalidOperationException("The library has already loaded, you can't change the configurations. Please finish the configuration setting before any call to LLamaSharp native APIs.");
    }
}
