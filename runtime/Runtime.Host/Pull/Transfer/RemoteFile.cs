using System.Net.Http.Headers;
using InferOps.Runtime.Host.Pull.Sources;

namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>A file elsewhere, read in ranges.</summary>
internal sealed class RemoteFile(RemoteRequests requests, RemoteSource source)
{
    public string Name => source.Name;

    /// <summary>What the address itself promises; null: nothing.</summary>
    public string? Sha256 => source.Sha256;

    /// <summary>Asks for a range.</summary>
    /// <param name="range">The bytes wanted.</param>
    /// <param name="tag">The version that earlier bytes came from; if the file has changed since, it is sent from its start.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="PullException">The server refuses.</exception>
    public async Task<RemoteRange> OpenAsync(ByteRange range, string? tag, CancellationToken cancellationToken)
    {
        var response = await requests.GetAsync(source, headers => Prepare(headers, range, tag), cancellationToken);
        try
        {
            var opened = await RemoteRange.OpenAsync(response, Name, cancellationToken);
            return Sha256 is null ? opened : opened with { Version = opened.Version with { Tag = Sha256 } };
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private void Prepare(HttpRequestHeaders headers, ByteRange range, string? tag)
    {
        headers.Range = new RangeHeaderValue(range.From, range.To - 1);
        // What is named by its hash has one version, whatever tags the hosts that keep it give.
        if (tag is not null && Sha256 is null) headers.TryAddWithoutValidation("If-Range", tag);
    }
}
