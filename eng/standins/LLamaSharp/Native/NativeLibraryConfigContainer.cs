using Microsoft.Extensions.Logging;

namespace LLama.Native;

/// <summary>Sets all native libraries at once; here there is one.</summary>
public sealed class NativeLibraryConfigContainer
{
    internal NativeLibraryConfigContainer()
    {
    }

    public NativeLibraryConfigContainer WithSearchDirectory(string directory)
    {
        NativeLibraryConfig.LLama.WithSearchDirectory(directory);
        return this;
    }

    public NativeLibraryConfigContainer WithSearchDirectories(IEnumerable<string> directories)
    {
        NativeLibraryConfig.LLama.WithSearchDirectories(directories);
        return this;
    }

    public NativeLibraryConfigContainer WithLogCallback(NativeLogConfig.LLamaLogCallback? callback)
    {
        NativeLibraryConfig.LLama.WithLogCallback(callback);
        return this;
    }

    public NativeLibraryConfigContainer WithLogCallback(ILogger? logger)
    {
        NativeLibraryConfig.LLama.WithLogCallback(logger);
        return this;
    }
}
