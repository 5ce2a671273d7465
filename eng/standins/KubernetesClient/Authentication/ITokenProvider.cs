using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>Where a bearer token comes from.</summary>
public interface ITokenProvider
{
    Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken);
}

/// <summary>A token that never changes.</summary>
public sealed class StringTokenProvider : ITokenProvider
{
    private readonly AuthenticationHeaderValue header;

    public StringTokenProvider(string accessToken, string tokenType) => header = new AuthenticationHeaderValue(tokenType, accessToken);

    public string TokenType => header.Scheme;

    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) => Task.FromResult(header);
}
