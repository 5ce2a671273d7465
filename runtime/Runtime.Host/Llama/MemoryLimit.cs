using System.Globalization;

namespace InferOps.Runtime.Host.Llama;

/// <summary>How much memory this process may use: the container's limit, or all that the machine has.</summary>
internal static class MemoryLimit
{
    private const string Cgroup = "/sys/fs/cgroup/memory.max";
    private const string Machine = "/proc/meminfo";

    /// <returns>Bytes; <see cref="long.MaxValue"/> where the system does not say.</returns>
    public static long Read() => Math.Min(
        File.Exists(Cgroup) ? ParseCgroup(File.ReadAllText(Cgroup)) : long.MaxValue,
        File.Exists(Machine) ? ParseMachine(File.ReadLines(Machine)) : long.MaxValue);

    /// <summary>A number of bytes, or <c>max</c>.</summary>
    internal static long ParseCgroup(string text) =>
        long.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : long.MaxValue;

    /// <summary>The line <c>MemTotal:  24689764 kB</c>.</summary>
    internal static long ParseMachine(IEnumerable<string> lines)
    {
        var total = lines.FirstOrDefault(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return total is [_, var kibibytes, ..] && long.TryParse(kibibytes, CultureInfo.InvariantCulture, out var number) ? number * 1024 : long.MaxValue;
    }
}
