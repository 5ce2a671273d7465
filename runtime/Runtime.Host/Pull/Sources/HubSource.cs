using System.Text.RegularExpressions;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>A file of Hugging Face: the hub names the SHA-256 of what it keeps elsewhere, so that such a file is verified without anybody's asking.</summary>
internal sealed partial class HubSource(Uri url, string? token) : WebSource(url, token)
{
    private string? _sha256;

    public override string? Sha256 => _sha256;

    public override void Note(HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues("X-Linked-Etag", out var tags) && Quoted().Match(string.Concat(tags)) is { Success: true } match) _sha256 = match.Groups[1].Value;
    }

    [GeneratedRegex("^\"?([0-9a-f]{64})\"?$")]
    private static partial Regex Quoted();
}
