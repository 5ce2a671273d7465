using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull.Cache;

/// <summary>A model in the cache, whole or in part, known by the lock that its pulls take.</summary>
internal sealed class CachedModel(string path)
{
    private const string LockSuffix = ".lock";

    /// <summary>Every cache folder of the layout <c>root/folder/model</c>; other people's files in it are none of them.</summary>
    public static IReadOnlyList<CachedModel> In(string root) =>
    [
        .. Directory.EnumerateDirectories(root, "*", Own).SelectMany(folder => Directory.EnumerateFiles(folder, "*" + LockSuffix, Own)).Select(file => new CachedModel(file[..^LockSuffix.Length])),
    ];

    public string Path => path;

    /// <summary>Bytes on the volume.</summary>
    public long Bytes => Files.Sum(file => File.Exists(file) ? new FileInfo(file).Length : 0);

    public DateTimeOffset LastUse => Parts.Select(part => PartialFile.JournalOf(PartialFile.PathOf(part))).Prepend(ModelInUse.MarkOf(path)).Where(File.Exists)
        .Select(file => new DateTimeOffset(File.GetLastWriteTimeUtc(file))).DefaultIfEmpty(DateTimeOffset.MinValue).Max();

    private IReadOnlyList<string> Parts => SplitModel.PartsOf(path);

    /// <summary>The note comes first: without it, what is left is no model.</summary>
    private IEnumerable<string> Files => Parts.SelectMany(part => new[] { part, PartialFile.JournalOf(PartialFile.PathOf(part)), PartialFile.PathOf(part) }).Prepend(PulledModel.NoteOf(path));

    /// <summary>Deletes it, unless anybody pulls it, holds it, or has it open.</summary>
    public bool TryRemove()
    {
        try
        {
            return RemoveUnused();
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's, left to them.
            return false;
        }
    }

    private bool RemoveUnused()
    {
        using var pulling = NodeLock.TryAcquire(path + LockSuffix);
        using var holding = NodeLock.TryAcquire(ModelInUse.MarkOf(path));
        if (pulling is null || holding is null || Parts.Any(part => File.Exists(part) && OpenElsewhere.Check(part))) return false;
        foreach (var file in Files) File.Delete(file);
        return true;
    }

    private static EnumerationOptions Own { get; } = new() { IgnoreInaccessible = true };
}
