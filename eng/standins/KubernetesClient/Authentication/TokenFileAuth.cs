using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>A token in a file that somebody else keeps fresh, such as the projected token of a pod, which expires after an hour.</summary>
public class TokenFileAuth : ITokenProvider
{
    private static readonly TimeSpan RereadAfter = TimeSpan.FromSeconds(10);

    private readonly string tokenFile;
    private readonly TimeProvider time;
    private volatile Snapshot current;

    public TokenFileAuth(string tokenFile)
        : this(tokenFile, TimeProvider.System)
    {
    }

    internal TokenFileAuth(string tokenFile, TimeProvider time) => (this.tokenFile, this.time) = (tokenFile, time);

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        // Two requests may read the file at once; both read the same truth, so no lock.
        var snapshot = current;
        if (snapshot is null || time.GetElapsedTime(snapshot.ReadAt) >= RereadAfter)
        {
            var token = await File.ReadAllTextAsync(tokenFile, cancellationToken).ConfigureAwait(false);
            current = snapshot = new Snapshot(new AuthenticationHeaderValue("Bearer", token.Trim()), time.GetTimestamp());
        }

        return snapshot.Header;
    }

    private sealed record Snapshot(AuthenticationHeaderValue Header, long ReadAt);
}
