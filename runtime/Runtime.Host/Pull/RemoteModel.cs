using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull;

/// <summary>A model elsewhere: its files, one or as many as it has parts, and what the first requests for them told.</summary>
internal sealed record RemoteModel(IReadOnlyList<RemotePart> Parts)
{
    public string Name => Parts[0].Remote.Name;

    public long Bytes => Parts.Sum(part => part.Probe.Version.FileBytes);

    /// <summary>On the whole of it: a login page or a model that cannot be read is known now and not after hours.</summary>
    public ModelReport Report => SplitModel.Join([.. Parts.Select(part => part.Probe.Report)]);

    /// <summary>The same, but each file by one request.</summary>
    public RemoteModel WithoutRanges() => new([.. Parts.Select(part => part with { Probe = part.Probe with { Ranges = false } })]);
}

internal sealed record RemotePart(RemoteFile Remote, RemoteProbe Probe);

/// <summary>What the first requests for a file tell.</summary>
/// <param name="Report">What its header says.</param>
/// <param name="Version">Which file it is.</param>
/// <param name="Ranges">The server sends parts when asked for them.</param>
internal sealed record RemoteProbe(ModelReport Report, RemoteVersion Version, bool Ranges)
{
    /// <summary>It can be fetched in pieces and continued later: the server does ranges, and something tells whether they are of one file.</summary>
    public bool InParts => Ranges && Version.Tag is not null;

    public static async Task<RemoteProbe> RunAsync(RemoteFile remote, ExpectedFile expected, CancellationToken cancellationToken)
    {
        try
        {
            var first = await remote.OpenAsync(new ByteRange(0, RemoteHeaderStream.FirstRange), null, cancellationToken);
            await using var header = new RemoteHeaderStream(remote, first);
            return new RemoteProbe(await ModelInspector.InspectAsync(header, first.Version.FileBytes, expected, cancellationToken), first.Version, first.IsPart);
        }
        catch (RangeBeyondEndException)
        {
            throw new PullException(ModelFailureReasons.ModelTruncated, $"{remote.Name} is empty");
        }
    }
}
