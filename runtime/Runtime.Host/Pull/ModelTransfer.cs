using System.Security.Cryptography;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Cache;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Fetches a model whose version is known, verifies it, and puts it in its place.</summary>
internal sealed class ModelTransfer(TransferOptions transfer, PullOptions options, PullLog log)
{
    /// <exception cref="VersionChangedException">It is another model by now.</exception>
    /// <exception cref="RangesRefusedException">It must be fetched by one request.</exception>
    public async Task<ModelFacts> RunAsync(RemoteModel model, string to, CancellationToken cancellationToken)
    {
        var places = SplitModel.PartsOf(to);
        var files = await OpenAsync(model, to, cancellationToken);
        try
        {
            if (files.Sum(file => file.Here.Sum(range => range.Length)) is > 0 and var here) log.Line($"going on after {PullLog.Size(here)}");
            var facts = await VerifyAsync(files, await FetchAsync(model, files, cancellationToken), cancellationToken);

            // The first file comes last: who finds it finds all of them, and the note of what they are.
            for (var part = files.Count - 1; part >= 0; part--)
            {
                if (part == 0) new PulledModel(options.Uri, facts).WriteBeside(to);
                files[part].MoveTo(places[part]);
            }

            return facts;
        }
        catch (Exception failure) when (failure is PullException { MayPass: false } or VersionChangedException)
        {
            foreach (var file in files) PartialFile.Delete(file.Path);
            throw;
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    private async Task<IReadOnlyList<PartialFile>> OpenAsync(RemoteModel model, string to, CancellationToken cancellationToken)
    {
        IReadOnlyList<PartialFile> Open() =>
            [.. model.Parts.Zip(SplitModel.PartsOf(to), (part, place) => PartialFile.Open(PartialFile.PathOf(place), part.Probe.Version, part.Probe.InParts))];
        return options.Cache is { } root ? await new ModelCache(root, options.CacheLimit, log).ReserveAsync(to, model.Bytes, Open, cancellationToken) : Open();
    }

    /// <returns>SHA-256 of all of it, one part after the other.</returns>
    private async Task<string> FetchAsync(RemoteModel model, IReadOnlyList<PartialFile> files, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var part = 0; part < files.Count; part++)
        {
            if (files.Count > 1) log.Line($"part {part + 1} of {files.Count}");
            await FetchAsync(model.Parts[part], files[part], hash, cancellationToken);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private async Task FetchAsync(RemotePart part, PartialFile file, IncrementalHash hash, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Of several parts each has a sum of its own, and all together the one that the user knows.
        using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var following = part.Remote.Sha256 is null ? new FollowingHash(hash) : new FollowingHash(hash, own);
        var hashing = following.RunAsync(file, stop.Token);
        try
        {
            await new ModelDownload(part.Remote, part.Probe.Version, transfer, log).RunAsync(file, part.Probe.InParts, following, cancellationToken);
        }
        catch
        {
            await stop.CancelAsync();
            await hashing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        following.End();
        await hashing;
        if (part.Remote.Sha256 is { } promised) Checksum.Verify(Convert.ToHexStringLower(own.GetCurrentHash()), promised);
    }

    private async Task<ModelFacts> VerifyAsync(IReadOnlyList<PartialFile> files, string sha256, CancellationToken cancellationToken)
    {
        if (options.Sha256 is { } wanted) Checksum.Verify(sha256, wanted);
        var reports = new List<ModelReport>();
        for (var part = 0; part < files.Count; part++)
        {
            await using var file = new FileStream(files[part].Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            reports.Add(await ModelInspector.InspectAsync(file, file.Length, new ExpectedFile(options.Kind, part, files.Count), cancellationToken));
        }

        var report = SplitModel.Join(reports);
        return report.Failure is { } failure ? throw new PullException(failure.Reason, failure.Message) : report.Facts! with { Sha256 = sha256 };
    }
}
