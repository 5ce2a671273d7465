using System.Security.Cryptography;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Pull;

/// <summary>A model that is here already is used where it lies: checked, and linked to where it is wanted.</summary>
internal sealed class LocalPull(PullOptions options, PullLog log)
{
    private const int BufferBytes = 1 << 20;

    public async Task<ModelReport> RunAsync(string path, CancellationToken cancellationToken)
    {
        var parts = SplitModel.PartsOf(path);
        if (parts.FirstOrDefault(part => !File.Exists(part)) is { } missing) throw new PullException(ModelFailureReasons.ModelNotFound, $"there is no file {missing}");
        var report = await SplitModel.InspectAsync(path, options.Kind, cancellationToken);
        if (report.Facts is not { } facts || options.Inspect) return report;
        if (options.Sha256 is { } wanted)
        {
            log.Line($"verifying {path}");
            facts = facts with { Sha256 = Checksum.Verify(await HashAsync(parts, cancellationToken), wanted) };
        }

        if (options.To is { } to && Path.GetFullPath(to) != path) Link(parts, SplitModel.PartsOf(Path.GetFullPath(to)));
        return new ModelReport { Facts = facts };
    }

    private static async Task<string> HashAsync(IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        foreach (var part in parts)
        {
            await using var file = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
            while (await file.ReadAsync(buffer, cancellationToken) is > 0 and var read) hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Link(IReadOnlyList<string> parts, IReadOnlyList<string> places)
    {
        if (parts.Count != places.Count) throw PullException.Unsupported($"the parts of a model find each other by name: --to must end in …-00001-of-{parts.Count:D5}.gguf, too");
        Directory.CreateDirectory(Path.GetDirectoryName(places[0])!);
        foreach (var (part, place) in parts.Zip(places))
        {
            File.Delete(place);
            File.CreateSymbolicLink(place, part);
        }
    }
}
