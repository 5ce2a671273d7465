using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Tests.ApiServer;

/// <summary>A server of one's own, and a client that says what it got.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly HttpClient client;

    private RunningServer(Api.ApiServer server)
    {
        Server = server;
        client = ClientOf(server, server.Token("admin", "system:masters"));
    }

    public Api.ApiServer Server { get; }

    public static async Task<RunningServer> StartAsync(ApiServerOptions? options = null) =>
        new(await Api.ApiServer.StartAsync(options ?? new ApiServerOptions(), TestContext.Current.CancellationToken));

    public static HttpClient ClientOf(Api.ApiServer server, string token)
    {
        var authority = X509Certificate2.CreateFromPem(server.CertificateAuthorityPem);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(authority);
        var made = new HttpClient(handler) { BaseAddress = server.Url };
        made.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return made;
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> CreateAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> UpdateAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    public Task<Answer> MergeAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public Task<Answer> DeleteAsync(string path, string body = "") => SendAsync(HttpMethod.Delete, path, body);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string mediaType = "application/json", string? accept = null, HttpClient? by = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await (by ?? client).SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, text) { Warnings = response.Headers.TryGetValues("Warning", out var warnings) ? [.. warnings] : [] };
    }

    /// <summary>Opens a watch; each read of the result is one event, waited for at most ten seconds.</summary>
    public async Task<OpenWatch> WatchAsync(string path)
    {
        var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new OpenWatch(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Server.DisposeAsync();
    }
}

internal sealed record Answer(int Code, string Text)
{
    /// <summary>Its <c>Warning</c> headers.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Reason => (string?)Json["reason"];

    public string Version => (string)Json["metadata"]!["resourceVersion"]!;
}

internal sealed class OpenWatch(HttpResponseMessage response, StreamReader lines) : IDisposable
{
    /// <summary>The next event as <c>TYPE name</c>, or <c>ERROR code</c>.</summary>
    public async Task<string> NextAsync()
    {
        var change = await NextEventAsync();
        var named = (string?)change["object"]!["metadata"]?["name"];
        return $"{change["type"]} {named ?? change["object"]!["code"]?.ToString() ?? "-"}";
    }

    public async Task<JsonNode> NextEventAsync()
    {
        var line = await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return JsonNode.Parse(line ?? throw new EndOfStreamException("the watch ended"))!;
    }

    public void Dispose()
    {
        lines.Dispose();
        response.Dispose();
    }
}
