using System.Security.Cryptography;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Cache;
using InferOps.Runtime.Host.Pull.Sources;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull;

/// <summary>A file elsewhere is downloaded once per node, verified, and put where it is wanted in one step.</summary>
internal sealed class RemotePull(HttpClient client, TransferOptions transfer, PullOptions options, PullLog log)
{
    /// <summary>A file that changes again and again while it is pulled is not one that should be served.</summary>
    private const int MostVersions = 3;

    private readonly RemoteRequests _requests = new(client, log.Time);
    private readonly Retrying _retrying = new(transfer.Retry, log);

    public async Task<ModelReport> RunAsync(ModelAddress address, CancellationToken cancellationToken)
    {
        if (options.Inspect) return (await ProbeAsync(await ResolveAsync(address, cancellationToken), cancellationToken)).Report;
        var to = Path.GetFullPath(options.To ?? throw PullException.Unsupported("a remote model needs a place: give --to"));
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var held = await NodeLock.AcquireAsync(to + ".lock", log.Time, () => log.Line("waiting for another download of this model on this node"), cancellationToken);
        if (PulledModel.Find(to, options) is { } known)
        {
            log.Line($"{to} is already here");
            return new ModelReport { Facts = known };
        }

        var inParts = true;
        for (var versions = 1; ;)
        {
            var remote = await ResolveAsync(address, cancellationToken);
            var probe = await ProbeAsync(remote, cancellationToken);
            if (probe.Report.Facts is not { } facts) return probe.Report;
            log.Line($"pulling {remote.Name}: {facts.Architecture} {facts.Quantization}, {PullLog.Size(facts.FileBytes)}");
            try
            {
                return new ModelReport { Facts = await DownloadAsync(remote, probe with { Ranges = probe.Ranges && inParts }, to, cancellationToken) };
            }
            catch (VersionChangedException changed)
            {
                if (versions++ == MostVersions) throw PullException.DownloadFailed($"{changed.Message}, {MostVersions} times; serve files that do not change under one address");
                log.Line($"{changed.Message}; starting over");
            }
            catch (RangesRefusedException)
            {
                log.Line($"{remote.Name} sends parts no more; starting over with one request");
                inParts = false;
            }
        }
    }

    private Task<RemoteFile> ResolveAsync(ModelAddress address, CancellationToken cancellationToken) => _retrying.RunAsync(
        async () => new RemoteFile(_requests, await new SourceResolver(client, _requests, log.Time).ResolveAsync(address, options, cancellationToken)), cancellationToken);

    private Task<RemoteProbe> ProbeAsync(RemoteFile remote, CancellationToken cancellationToken) =>
        _retrying.RunAsync(() => RemoteProbe.RunAsync(remote, options.Kind, cancellationToken), cancellationToken);

    private async Task<ModelFacts> DownloadAsync(RemoteFile remote, RemoteProbe probe, string to, CancellationToken cancellationToken)
    {
        var path = to + ".partial";
        using var file = PartialFile.Open(path, probe.Version, probe.InParts);
        if (file.Here.Sum(range => range.Length) is > 0 and var here) log.Line($"going on after {PullLog.Size(here)}");
        try
        {
            var sha256 = await FetchAsync(remote, probe, file, cancellationToken);
            if (remote.Sha256 is { } promised) Checksum.Verify(sha256, promised);
            if (options.Sha256 is { } wanted) Checksum.Verify(sha256, wanted);
            var report = await InspectAsync(path, cancellationToken);
            if (report.Failure is { } failure) throw new PullException(failure.Reason, failure.Message);
            var facts = report.Facts! with { Sha256 = sha256 };
            new PulledModel(options.Uri, facts).WriteBeside(to);
            file.MoveTo(to);
            return facts;
        }
        catch (Exception failure) when (failure is PullException { MayPass: false } or VersionChangedException)
        {
            PartialFile.Delete(path);
            throw;
        }
    }

    /// <returns>SHA-256 of all of it.</returns>
    private async Task<string> FetchAsync(RemoteFile remote, RemoteProbe probe, PartialFile file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = new FollowingHash(hash);
        var hashing = following.RunAsync(file, stop.Token);
        try
        {
            await new ModelDownload(remote, probe.Version, transfer, log).RunAsync(file, probe.InParts, following, cancellationToken);
        }
        catch
        {
            await stop.CancelAsync();
            await hashing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        following.End();
        await hashing;
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private async Task<ModelReport> InspectAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return await ModelInspector.InspectAsync(file, file.Length, options.Kind, cancellationToken);
    }
}
