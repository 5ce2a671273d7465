using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull;

/// <summary>What the first requests for a file tell.</summary>
/// <param name="Report">What its header says: a login page or a model that cannot be read is known now and not after hours.</param>
/// <param name="Version">Which file it is.</param>
/// <param name="Ranges">The server sends parts when asked for them.</param>
internal sealed record RemoteProbe(ModelReport Report, RemoteVersion Version, bool Ranges)
{
    /// <summary>It can be fetched in parts and continued later: the server does parts, and something tells whether they are of one file.</summary>
    public bool InParts => Ranges && Version.Tag is not null;

    public static async Task<RemoteProbe> RunAsync(RemoteFile remote, ModelFileKind kind, CancellationToken cancellationToken)
    {
        try
        {
            var first = await remote.OpenAsync(new ByteRange(0, RemoteHeaderStream.FirstRange), null, cancellationToken);
            await using var header = new RemoteHeaderStream(remote, first);
            return new RemoteProbe(await ModelInspector.InspectAsync(header, first.Version.FileBytes, kind, cancellationToken), first.Version, first.IsPart);
        }
        catch (RangeBeyondEndException)
        {
            throw new PullException(ModelFailureReasons.ModelTruncated, $"{remote.Name} is empty");
        }
    }
}
