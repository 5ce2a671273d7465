using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.LocalCluster.Kubelet.Logs;

namespace InferOps.LocalCluster.Kubelet.Containers;

/// <summary>A container's last words: its termination-log file, or the end of its log where it asks for that and failed.</summary>
internal static class TerminationMessage
{
    private const int MaxBytes = 4096;
    private const int MaxLogBytes = 2048;
    private const int MaxLogLines = 80;

    public static void Prepare(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
    }

    public static string Read(JsonObject container, string path, ContainerLog log, int exitCode)
    {
        var written = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (written.Length > 0) return Encoding.UTF8.GetString(written.AsSpan(0, Math.Min(written.Length, MaxBytes)));
        if (exitCode == 0 || container.Text("terminationMessagePolicy") != "FallbackToLogsOnError") return "";
        var tail = string.Concat(LogReader.Lines(log).TakeLast(MaxLogLines).Select(line => line.Text + "\n"));
        return tail.Length > MaxLogBytes ? tail[^MaxLogBytes..] : tail;
    }
}
