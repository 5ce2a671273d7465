using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.Operator.Host.Tests.Live;

namespace InferOps.Operator.Host.Tests.Webhooks;

/// <summary>A user of the API who sees what kubectl would show: the message and the warnings.</summary>
internal sealed class ApiCaller : IDisposable
{
    private readonly HttpClient _client;

    public ApiCaller(ApiServer server)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(server.CertificateAuthorityPem));
        _client = new(handler) { BaseAddress = server.Url };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token("user", "system:masters"));
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
        using var response = await _client.SendAsync(request, LiveCluster.Cancellation);
        var text = await response.Content.ReadAsStringAsync(LiveCluster.Cancellation);
        return new((int)response.StatusCode, JsonNode.Parse(text)!, response.Headers.TryGetValues("Warning", out var warnings) ? string.Join('\n', warnings) : "");
    }

    public async Task<JsonNode> MustAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var answer = await SendAsync(method, path, body);
        Assert.True(answer.Code < 300, $"{method} {path}: {answer.Message}");
        return answer.Body;
    }

    public void Dispose() => _client.Dispose();
}

internal sealed record Answer(int Code, JsonNode Body, string Warnings)
{
    public string Message => (string?)Body["message"] ?? "";
}
