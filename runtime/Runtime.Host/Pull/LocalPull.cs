using System.Security.Cryptography;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Pull;

/// <summary>A file that is here already is used where it lies: checked, and linked to where it is wanted.</summary>
internal sealed class LocalPull(PullOptions options, PullLog log)
{
    private const int BufferBytes = 1 << 20;

    public async Task<ModelReport> RunAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new PullException(ModelFailureReasons.ModelNotFound, $"there is no file {path}");
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var report = await ModelInspector.InspectAsync(file, file.Length, options.Kind, cancellationToken);
        if (report.Facts is not { } facts || options.Inspect) return report;
        if (options.Sha256 is { } wanted)
        {
            log.Line($"verifying {path}");
            file.Position = 0;
            facts = facts with { Sha256 = Checksum.Verify(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)), wanted) };
        }

        if (options.To is { } to && Path.GetFullPath(to) != path) Link(path, Path.GetFullPath(to));
        return new ModelReport { Facts = facts };
    }

    private static void Link(string path, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        // Made beside and moved over, so that a replica that starts meanwhile finds the old link or the new one.
        var link = to + ".link";
        File.Delete(link);
        File.CreateSymbolicLink(link, path);
        File.Move(link, to, overwrite: true);
    }
}
