using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>A download that is not finished: a file of its final length, and a journal beside it of the ranges that are there.</summary>
/// <remarks>
/// The journal's first line is the version, each further one <c>from to</c>. A line is written after its bytes have reached the disk, so that no cut, of the
/// network, the process or the power, leaves a line that is not true; a line that was cut itself lacks its end and does not count.
/// </remarks>
internal sealed class PartialFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly string _journal;

    private PartialFile(string path, SafeFileHandle file, IReadOnlyList<ByteRange> here) => (Path, _file, _journal, Here) = (path, file, JournalOf(path), here);

    public string Path { get; }

    /// <summary>What was there when it was opened.</summary>
    public IReadOnlyList<ByteRange> Here { get; }

    /// <summary>Goes on with what an earlier attempt left, if that was of the same version; makes room for all of it otherwise.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="version">What is downloaded.</param>
    /// <param name="canContinue">False: what is here must not be continued, because nothing would tell that the file has changed.</param>
    /// <exception cref="PullException">The volume has no room for it.</exception>
    public static PartialFile Open(string path, RemoteVersion version, bool canContinue)
    {
        if (canContinue && File.Exists(path) && ReadJournal(path, version) is { } here)
            return new PartialFile(path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.Asynchronous), here);
        Delete(path);
        if (DiskSpace.Free(path) < version.FileBytes) throw DiskSpace.TooSmall(path, version.FileBytes);
        try
        {
            // Room is taken now, not found lacking hours later, and not by two downloads at once.
            var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.Asynchronous, version.FileBytes);
            RandomAccess.SetLength(file, version.FileBytes);
            File.WriteAllText(JournalOf(path), Header(version) + "\n");
            return new PartialFile(path, file, []);
        }
        catch (IOException failure) when (DiskSpace.IsFull(failure))
        {
            Delete(path);
            throw DiskSpace.TooSmall(path, version.FileBytes);
        }
    }

    /// <summary>Where the unfinished download of a model lies.</summary>
    public static string PathOf(string model) => model + ".partial";

    public static string JournalOf(string path) => path + ".parts";

    public static void Delete(string path)
    {
        File.Delete(JournalOf(path));
        File.Delete(path);
    }

    public ValueTask WriteAsync(long offset, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => RandomAccess.WriteAsync(_file, bytes, offset, cancellationToken);

    public ValueTask<int> ReadAsync(long offset, Memory<byte> bytes, CancellationToken cancellationToken) => RandomAccess.ReadAsync(_file, bytes, offset, cancellationToken);

    /// <summary>Makes what was written outlast whatever happens next.</summary>
    public void Flush() => RandomAccess.FlushToDisk(_file);

    /// <summary>Writes down that these bytes are there. They must have been flushed.</summary>
    public void Note(ByteRange range)
    {
        if (range.Length > 0) File.AppendAllText(_journal, string.Create(CultureInfo.InvariantCulture, $"{range.From} {range.To}\n"));
    }

    /// <summary>Puts the file where it is wanted, in one step: others see all of it or nothing.</summary>
    public void MoveTo(string path)
    {
        Flush();
        File.Move(Path, path, overwrite: true);
        File.Delete(_journal);
    }

    public void Dispose() => _file.Dispose();

    private static string Header(RemoteVersion version) => string.Create(CultureInfo.InvariantCulture, $"{version.FileBytes} {version.Tag}");

    /// <returns>The ranges; null: the journal is of another version, or there is none.</returns>
    private static List<ByteRange>? ReadJournal(string path, RemoteVersion version)
    {
        if (!File.Exists(JournalOf(path))) return null;
        var text = File.ReadAllText(JournalOf(path), Encoding.UTF8);
        var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0] != Header(version)) return null;
        return [.. lines.Skip(1).Select(Parse).OfType<ByteRange>().Where(range => range.From >= 0 && range.From < range.To && range.To <= version.FileBytes)];
    }

    private static ByteRange? Parse(string line) =>
        line.Split(' ') is [var from, var to] && long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            ? new ByteRange(start, end)
            : null;
}
