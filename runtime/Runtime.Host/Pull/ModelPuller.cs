using System.Security.Cryptography;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Pull;

/// <summary>Makes a model available as a file on this machine, or says why it cannot be.</summary>
internal sealed class ModelPuller(HttpClient client, PullLog log, TimeProvider time, RetryPolicy retry)
{
    public async Task<ModelReport> PullAsync(PullOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return ModelAddress.Parse(options) switch
            {
                ModelAddress.Local(var path) => await PullLocalAsync(path, options, cancellationToken),
                ModelAddress.Remote(var url) => await PullRemoteAsync(new RemoteFile(client, url, options.Token), options, cancellationToken),
                var other => throw new InvalidOperationException($"unknown address {other}"),
            };
        }
        catch (PullException failure)
        {
            return new ModelReport { Failure = failure.ToFailure() };
        }
        catch (UnauthorizedAccessException failure)
        {
            return new ModelReport { Failure = new() { Reason = ModelFailureReasons.ModelAccessDenied, Message = failure.Message } };
        }
        catch (IOException failure)
        {
            return new ModelReport { Failure = new() { Reason = ModelFailureReasons.DownloadFailed, Message = failure.Message } };
        }
    }

    /// <summary>A local file is used where it lies: checked, and linked to where it is wanted.</summary>
    private async Task<ModelReport> PullLocalAsync(string path, PullOptions options, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new PullException(ModelFailureReasons.ModelNotFound, $"there is no file {path}");
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
        var report = await ModelInspector.InspectAsync(file, file.Length, options.Kind, cancellationToken);
        if (report.Facts is not { } facts || options.Inspect) return report;
        if (options.Sha256 is not null)
        {
            log.Line($"verifying {path}");
            file.Position = 0;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await PartialFile.HashAsync(file, hash, cancellationToken);
            facts = facts with { Sha256 = Verified(Convert.ToHexStringLower(hash.GetCurrentHash()), options) };
        }

        if (options.To is { } to && Path.GetFullPath(to) != path) Link(path, Path.GetFullPath(to));
        return new ModelReport { Facts = facts };
    }

    private async Task<ModelReport> PullRemoteAsync(RemoteFile remote, PullOptions options, CancellationToken cancellationToken)
    {
        if (options.Inspect) return await RetryAsync(() => 0, () => InspectAsync(remote, options.Kind, cancellationToken), cancellationToken);
        var to = Path.GetFullPath(options.To ?? throw PullException.Unsupported("a remote model needs a place: give --to"));
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var held = await NodeLock.AcquireAsync(to + ".lock", time, () => log.Line("waiting for another download of this model on this node"), cancellationToken);
        if (PulledModel.Find(to, options) is { } known)
        {
            log.Line($"{to} is already here");
            return new ModelReport { Facts = known };
        }

        // The header first: a login page or a model that cannot be read is known after a few requests, not after hours.
        var report = await RetryAsync(() => 0, () => InspectAsync(remote, options.Kind, cancellationToken), cancellationToken);
        if (report.Facts is not { } facts) return report;
        log.Line($"pulling {remote.Name}: {facts.Architecture} {facts.Quantization}, {PullLog.Size(facts.FileBytes)}");
        return new ModelReport { Facts = await DownloadAsync(remote, to, options, cancellationToken) };
    }

    private async Task<ModelFacts> DownloadAsync(RemoteFile remote, string to, PullOptions options, CancellationToken cancellationToken)
    {
        await using var partial = await PartialFile.OpenAsync(to + ".partial", cancellationToken);
        if (partial.Length > 0) log.Line($"going on after {PullLog.Size(partial.Length)}");
        var download = new ModelDownload(remote, partial, log);
        await RetryAsync(() => partial.Length, async () => { await download.RunAsync(cancellationToken); return true; }, cancellationToken);
        var sha256 = partial.Complete();
        try
        {
            Verified(sha256, options);
            var report = await InspectFileAsync(partial.Path, options.Kind, cancellationToken);
            if (report.Failure is { } failure) throw new PullException(failure.Reason, failure.Message);
            var facts = report.Facts! with { Sha256 = sha256 };
            new PulledModel(options.Uri, facts).WriteBeside(to);
            partial.MoveTo(to);
            return facts;
        }
        catch (PullException)
        {
            partial.Discard();
            throw;
        }
    }

    private static async Task<ModelReport> InspectAsync(RemoteFile remote, ModelFileKind kind, CancellationToken cancellationToken)
    {
        var first = await remote.OpenAsync(0, RemoteHeaderStream.FirstRange - 1, null, cancellationToken);
        await using var header = new RemoteHeaderStream(remote, first);
        return await ModelInspector.InspectAsync(header, first.FileBytes, kind, cancellationToken);
    }

    private static async Task<ModelReport> InspectFileAsync(string path, ModelFileKind kind, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return await ModelInspector.InspectAsync(file, file.Length, kind, cancellationToken);
    }

    private static string Verified(string sha256, PullOptions options) =>
        options.Sha256 is null || string.Equals(sha256, options.Sha256, StringComparison.OrdinalIgnoreCase)
            ? sha256
            : throw new PullException(ModelFailureReasons.ChecksumMismatch, $"the file has SHA-256 {sha256}, and {options.Sha256.ToLowerInvariant()} was asked for; correct spec.model.sha256, or put the right file there");

    private static void Link(string path, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Delete(to);
        File.CreateSymbolicLink(to, path);
    }

    /// <summary>Tries again what may pass, until the attempts gain nothing any more.</summary>
    private async Task<T> RetryAsync<T>(Func<long> progress, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            var before = progress();
            try
            {
                return await attempt();
            }
            catch (Exception failure) when (MayPass(failure))
            {
                failures = progress() > before ? 1 : failures + 1;
                if (failures >= retry.FruitlessAttempts) throw PullException.DownloadFailed($"given up after {failures} attempts: {failure.Message}");
                var delay = retry.Delay(failures, (failure as PullException)?.RetryAfter, Random.Shared.NextDouble());
                log.Line($"{failure.Message}; trying again in {delay.TotalSeconds:F1} s");
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    private static bool MayPass(Exception failure) => failure is PullException { MayPass: true } or HttpRequestException or IOException;
}
