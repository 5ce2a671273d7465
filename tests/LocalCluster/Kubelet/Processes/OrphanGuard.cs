using System.Diagnostics;

namespace InferOps.LocalCluster.Kubelet.Processes;

/// <summary>
/// Kills every process group of the kubelet and deletes its folder when the kubelet is gone, however it went: a shell that reads the groups from a
/// pipe which only the kubelet holds open. The parent-death signal alone would miss grandchildren.
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private const string Script = """
        groups=" "
        while read -r verb group; do
          case "$verb" in
            add) groups="$groups$group ";;
            remove) groups="${groups%% $group *} ${groups#* $group }";;
          esac
        done
        for group in $groups; do kill -KILL -- "-$group" 2>/dev/null; done
        rm -rf -- "$1"
        """;

    private readonly Process _shell;
    private readonly Lock _pipe = new();

    private OrphanGuard(Process shell) => _shell = shell;

    /// <param name="folder">Where the kubelet keeps everything; absolute.</param>
    public static OrphanGuard Start(string folder)
    {
        // In a session of its own, so that a signal to the kubelet's group does not reach it before its work is due.
        var start = new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "guard", Path.GetFullPath(folder)]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        return new OrphanGuard(Process.Start(start)!);
    }

    public void Add(int group) => Write($"add {group}");

    public void Remove(int group) => Write($"remove {group}");

    public void Dispose()
    {
        lock (_pipe) _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Write(string line)
    {
        lock (_pipe)
        {
            _shell.StandardInput.Write(line + "\n");
            _shell.StandardInput.Flush();
        }
    }
}
