using System.Globalization;

namespace InferOps.Benchmarks.Runtime;

/// <summary>CPU time of each living thread of a process, as Linux accounts it (proc_pid_schedstat: nanoseconds on a CPU).</summary>
internal sealed class ThreadTimes
{
    /// <summary>The name of the thread that owns the llama context, and of the compute threads that it starts.</summary>
    public const string Engine = "engine";

    private readonly Dictionary<string, (string Name, double Seconds)> _threads;

    private ThreadTimes(Dictionary<string, (string Name, double Seconds)> threads) => _threads = threads;

    public static ThreadTimes Read(int process)
    {
        var threads = new Dictionary<string, (string, double)>();
        foreach (var folder in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                var nanoseconds = File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ')[0];
                threads[folder] = (File.ReadAllText(Path.Combine(folder, "comm")).Trim(), double.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1e9);
            }
            catch (IOException)
            {
                // It ended just now.
            }
        }

        return new ThreadTimes(threads);
    }

    /// <summary>What was used since an earlier reading.</summary>
    public ThreadTimes Since(ThreadTimes earlier) => new(_threads.ToDictionary(
        thread => thread.Key,
        thread => (thread.Value.Name, thread.Value.Seconds - (earlier._threads.TryGetValue(thread.Key, out var before) ? before.Seconds : 0))));

    public double SecondsOf(string name) => _threads.Values.Where(thread => thread.Name == name).Sum(thread => thread.Seconds);

    public double SecondsBesides(string name) => _threads.Values.Where(thread => thread.Name != name).Sum(thread => thread.Seconds);
}
