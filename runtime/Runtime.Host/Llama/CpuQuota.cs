using System.Globalization;

namespace InferOps.Runtime.Host.Llama;

/// <summary>How many CPUs this process may keep busy: compute threads wait for each other, so one that is throttled stops them all.</summary>
internal static class CpuQuota
{
    private const string Second = "/sys/fs/cgroup/cpu.max";
    private const string FirstQuota = "/sys/fs/cgroup/cpu/cpu.cfs_quota_us";
    private const string FirstPeriod = "/sys/fs/cgroup/cpu/cpu.cfs_period_us";

    /// <returns>Whole CPUs of the container's quota, at least 1 and at most what the machine gives this process.</returns>
    public static int Threads() => Threads(Read(), Environment.ProcessorCount);

    /// <summary>Rounded down: with a quota of 2.5, a third thread would hold the other two up half of the time.</summary>
    internal static int Threads(double quota, int processors) => (int)Math.Clamp(Math.Floor(quota), 1, processors);

    /// <summary><c>250000 100000</c> are 2.5 CPUs, microseconds of time in each period of so many; <c>max 100000</c> is no limit.</summary>
    /// <returns>CPUs; infinite without a limit, or where the text is not understood.</returns>
    internal static double Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var quota, var period]
        && double.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && double.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var of) && of > 0
            ? time / of
            : double.PositiveInfinity;

    /// <summary>The first version of cgroups has a file for each of the two numbers, and writes −1 for no limit.</summary>
    private static double Read()
    {
        if (File.Exists(Second)) return Parse(File.ReadAllText(Second));
        return File.Exists(FirstQuota) && File.Exists(FirstPeriod)
            ? Parse($"{File.ReadAllText(FirstQuota)} {File.ReadAllText(FirstPeriod)}")
            : double.PositiveInfinity;
    }
}
