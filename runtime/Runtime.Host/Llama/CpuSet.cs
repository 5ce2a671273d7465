using System.Globalization;

namespace InferOps.Runtime.Host.Llama;

/// <summary>The CPUs that this process may run on: those of its cpuset, or all of the machine.</summary>
internal static class CpuSet
{
    /// <summary>CPUs that the library can name.</summary>
    public const int Most = 512;

    private const string Status = "/proc/self/status";
    private const string Field = "Cpus_allowed_list:";

    /// <returns>Their numbers; none where the system does not tell, or has more than can be named.</returns>
    public static IReadOnlyList<int> Read() => File.Exists(Status) ? Parse(File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal), Field)[Field.Length..]) : [];

    /// <summary><c>0-3,8</c> are five.</summary>
    internal static IReadOnlyList<int> Parse(string list)
    {
        var cpus = new List<int>();
        foreach (var range in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            for (var cpu = first; cpu <= int.Parse(ends[^1], CultureInfo.InvariantCulture); cpu++) cpus.Add(cpu);
        }

        return cpus.Exists(cpu => cpu >= Most) ? [] : cpus;
    }
}
