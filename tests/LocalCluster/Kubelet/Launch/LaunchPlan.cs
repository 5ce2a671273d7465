namespace InferOps.LocalCluster.Kubelet.Launch;

/// <summary>Everything needed to start a process: nothing in it refers to the container any more.</summary>
internal sealed record LaunchPlan(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, string WorkingDirectory)
{
    /// <summary>The executable, found as the shell would find it.</summary>
    /// <exception cref="LaunchException">There is no such executable.</exception>
    public string Executable()
    {
        var name = Command[0];
        if (name.Contains('/'))
        {
            var path = Path.GetFullPath(name, WorkingDirectory);
            return IsExecutable(path) ? path : throw new LaunchException($"exec: \"{name}\": stat {path}: no such executable");
        }

        return Environment["PATH"].Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsExecutable)
            ?? throw new LaunchException($"exec: \"{name}\": executable file not found in $PATH");
    }

    private static bool IsExecutable(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}

/// <summary>A container's process cannot be started.</summary>
internal sealed class LaunchException(string message) : Exception(message);

/// <summary>A container refers to configuration that is not there: <c>CreateContainerConfigError</c>.</summary>
internal sealed class ConfigException(string message) : Exception(message);
