using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>In whose name a registry is asked: it says itself, in its first refusal, where a token is to be had or that a password will do.</summary>
/// <param name="client">Sends requests.</param>
/// <param name="basic">Value of a Basic header; null: anonymous, which public repositories need a token for, too.</param>
/// <param name="plainHttp">The token may be had without TLS, because the registry is asked without.</param>
internal sealed partial class RegistryAccess(HttpClient client, string? basic, bool plainHttp)
{
    private const int LongestAnswer = 1 << 20;

    private AuthenticationHeaderValue? _authorization;

    public bool HasCredentials => basic is not null;

    public void Authorize(HttpRequestMessage request) => request.Headers.Authorization = _authorization;

    /// <summary>Answers the registry's challenge; again, when a token has expired.</summary>
    public async Task<bool> LearnAsync(HttpResponseMessage refusal, CancellationToken cancellationToken)
    {
        var challenge = refusal.Headers.WwwAuthenticate.FirstOrDefault();
        if (challenge is { Scheme: var scheme } && scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) && basic is not null && _authorization is null)
        {
            _authorization = new AuthenticationHeaderValue("Basic", basic);
            return true;
        }

        if (challenge?.Parameter is not { } parameter || !challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return false;
        if (await FetchTokenAsync(Parameters(parameter), cancellationToken) is not { } token) return false;
        _authorization = new AuthenticationHeaderValue("Bearer", token);
        return true;
    }

    private async Task<string?> FetchTokenAsync(Dictionary<string, string> challenge, CancellationToken cancellationToken)
    {
        if (!challenge.TryGetValue("realm", out var realm) || !Uri.TryCreate(realm, UriKind.Absolute, out var url)) return null;
        // A password is shown to whom the registry names, as everywhere; but never in the clear.
        if (url.Scheme != "https" && !plainHttp) return null;
        var query = string.Join('&', challenge.Where(pair => pair.Key is "service" or "scope").Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(url) { Query = query }.Uri);
        if (basic is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", basic);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode) return null;
        try
        {
            var token = JsonSerializer.Deserialize(await BoundedBody.ReadAsync(response, LongestAnswer, cancellationToken), OciJson.Default.RegistryToken);
            return token?.Token ?? token?.AccessToken;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, string> Parameters(string text) =>
        Parameter().Matches(text).GroupBy(match => match.Groups[1].Value).ToDictionary(group => group.Key, group => group.First().Groups[2].Value, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("([A-Za-z_]+)=\"([^\"]*)\"")]
    private static partial Regex Parameter();
}

/// <summary>A token service's answer; the two names mean the same.</summary>
internal sealed record RegistryToken
{
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    public override string ToString() => nameof(RegistryToken);
}
