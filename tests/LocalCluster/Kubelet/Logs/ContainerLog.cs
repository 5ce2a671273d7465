using System.Text;

namespace InferOps.LocalCluster.Kubelet.Logs;

/// <summary>
/// The log of one run of a container in the format of the container runtime interface, one line each: <c>time stream F|P text</c> (P: the line goes
/// on). The file is rotated by size.
/// </summary>
internal sealed class ContainerLog : IDisposable
{
    private const int RotatedFiles = 4;
    private readonly Lock _write = new();
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private FileStream _file;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContainerLog(string path, long maxBytes, TimeProvider time)
    {
        (_path, _maxBytes, _time) = (path, maxBytes, time);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = Open();
    }

    /// <summary>Rises with every rotation: a reader then goes on in a new file.</summary>
    public int Rotation { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Existing files, oldest first.</summary>
    public IReadOnlyList<string> Files =>
        [.. Enumerable.Range(1, RotatedFiles).Reverse().Select(n => $"{_path}.{n}").Append(_path).Where(File.Exists)];

    /// <summary>Completes at the next line or when the log is closed. Take it before reading, then nothing is missed.</summary>
    public Task Changed
    {
        get { lock (_write) return _changed.Task; }
    }

    public void Append(string stream, bool whole, ReadOnlySpan<byte> text)
    {
        var head = Encoding.ASCII.GetBytes($"{_time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffff}00Z {stream} {(whole ? 'F' : 'P')} ");
        lock (_write)
        {
            if (IsClosed) return;
            if (_file.Length + head.Length + text.Length > _maxBytes && _file.Length > 0) Rotate();
            _file.Write([.. head, .. text, (byte)'\n']);
            _file.Flush();
            Signal();
        }
    }

    public void Dispose()
    {
        lock (_write)
        {
            if (IsClosed) return;
            IsClosed = true;
            _file.Dispose();
            Signal();
        }
    }

    private FileStream Open() => new(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private void Rotate()
    {
        _file.Dispose();
        for (var n = RotatedFiles - 1; n >= 1; n--)
            if (File.Exists($"{_path}.{n}")) File.Move($"{_path}.{n}", $"{_path}.{n + 1}", true);
        File.Move(_path, $"{_path}.1", true);
        _file = Open();
        Rotation++;
    }

    private void Signal()
    {
        var changed = _changed;
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
