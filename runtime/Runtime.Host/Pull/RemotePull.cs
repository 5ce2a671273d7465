using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Cache;
using InferOps.Runtime.Host.Pull.Sources;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull;

/// <summary>A model elsewhere is downloaded once per node, verified, and put where it is wanted in one step.</summary>
internal sealed class RemotePull(HttpClient client, TransferOptions transfer, PullOptions options, PullLog log)
{
    /// <summary>A file that changes again and again while it is pulled is not one that should be served.</summary>
    private const int MostVersions = 3;

    private readonly RemoteRequests _requests = new(client, log.Time);
    private readonly Retrying _retrying = new(transfer.Retry, log);

    public async Task<ModelReport> RunAsync(ModelAddress address, CancellationToken cancellationToken)
    {
        var parts = address.Parts();
        if (options.Inspect) return (await ProbeAsync(parts, cancellationToken)).Report;
        var to = Path.GetFullPath(options.To ?? throw PullException.Unsupported("a remote model needs a place: give --to"));
        if (SplitModel.PartsOf(to).Count != parts.Count)
            throw PullException.Unsupported($"the parts of a model find each other by name: --to must end as the address does{(parts.Count > 1 ? $", in …-00001-of-{parts.Count:D5}.gguf" : "")}");
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        using var held = await NodeLock.AcquireAsync(to + ".lock", log.Time, () => log.Line("waiting for another download of this model on this node"), cancellationToken);
        if (PulledModel.Find(to, options) is { } known)
        {
            log.Line($"{to} is already here");
            NoteUse(to);
            return new ModelReport { Facts = known };
        }

        return await PullAsync(parts, to, cancellationToken);
    }

    private async Task<ModelReport> PullAsync(IReadOnlyList<ModelAddress> parts, string to, CancellationToken cancellationToken)
    {
        var ranges = true;
        for (var versions = 1; ;)
        {
            var model = await ProbeAsync(parts, cancellationToken);
            if (model.Report.Facts is not { } facts) return model.Report;
            log.Line($"pulling {model.Name}: {facts.Architecture} {facts.Quantization}, {PullLog.Size(facts.FileBytes)}");
            try
            {
                var pulled = await new ModelTransfer(transfer, options, log).RunAsync(ranges ? model : model.WithoutRanges(), to, cancellationToken);
                NoteUse(to);
                return new ModelReport { Facts = pulled };
            }
            catch (VersionChangedException changed)
            {
                if (versions++ == MostVersions) throw PullException.DownloadFailed($"{changed.Message}, {MostVersions} times; serve files that do not change under one address");
                log.Line($"{changed.Message}; starting over");
            }
            catch (RangesRefusedException)
            {
                log.Line($"{model.Name} sends parts no more; starting over with one request");
                ranges = false;
            }
        }
    }

    private async Task<RemoteModel> ProbeAsync(IReadOnlyList<ModelAddress> parts, CancellationToken cancellationToken)
    {
        var probed = new List<RemotePart>();
        for (var part = 0; part < parts.Count; part++)
        {
            var (address, expected) = (parts[part], new ExpectedFile(options.Kind, part, parts.Count));
            var source = await _retrying.RunAsync(() => new SourceResolver(client, _requests, log.Time).ResolveAsync(address, options, cancellationToken), cancellationToken);
            var remote = new RemoteFile(_requests, source);
            probed.Add(new RemotePart(remote, await _retrying.RunAsync(() => RemoteProbe.RunAsync(remote, expected, cancellationToken), cancellationToken)));
        }

        return new RemoteModel(probed);
    }

    private void NoteUse(string to)
    {
        if (options.Cache is not null) ModelInUse.Note(to, log.Time);
    }
}
