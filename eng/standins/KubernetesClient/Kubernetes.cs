using System.Net;
using System.Text.Json;
using k8s.Authentication;
using k8s.Autorest;
using k8s.Models;

namespace k8s;

/// <summary>The client of one API server. Thread-safe; create one and keep it.</summary>
public class Kubernetes : AbstractKubernetes, IKubernetes
{
    private readonly TimeSpan timeout;
    private readonly JsonSerializerOptions json;
    private readonly Version httpVersion;
    private readonly string serverName;

    /// <param name="config">Where the server is and who we are.</param>
    /// <param name="handlers">Handlers around every request, outermost first.</param>
    public Kubernetes(KubernetesClientConfiguration config, params DelegatingHandler[] handlers)
    {
        ArgumentNullException.ThrowIfNull(config);
        BaseUri = new Uri(config.Host.EndsWith('/') ? config.Host : config.Host + "/");
        Credentials = CreateCredentials(config);
        timeout = config.HttpClientTimeout;
        json = config.JsonSerializerOptions ?? KubernetesJson.Options;
        httpVersion = config.DisableHttp2 ? HttpVersion.Version11 : HttpVersion.Version20;
        serverName = string.IsNullOrEmpty(config.TlsServerName) ? null : config.TlsServerName;
        HttpClient = new HttpClient(Transport.Create(config, handlers)) { Timeout = Timeout.InfiniteTimeSpan };
        HttpClient.DefaultRequestHeaders.UserAgent.ParseAdd(config.UserAgent ?? "KubernetesClient/19.0.2");
    }

    public Uri BaseUri { get; set; }

    public ServiceClientCredentials Credentials { get; }

    public HttpClient HttpClient { get; protected set; }

    /// <returns>The credentials that the configuration describes, or null where it describes none.</returns>
    public static ServiceClientCredentials CreateCredentials(KubernetesClientConfiguration config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.TokenProvider is not null) return new TokenCredentials(config.TokenProvider);
        if (!string.IsNullOrEmpty(config.AccessToken)) return new TokenCredentials(config.AccessToken);
        if (!string.IsNullOrEmpty(config.Username)) return new BasicAuthenticationCredentials { UserName = config.Username, Password = config.Password };
        return null;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) HttpClient.Dispose();
    }

    internal override async Task<HttpOperationResponse<T>> SendAsync<T>(
        ApiRequest request, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            var response = await SendRawAsync(request, customHeaders, deadline.Token).ConfigureAwait(false);
            await using var body = await response.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            var value = await JsonSerializer.DeserializeAsync<T>(body, json, deadline.Token).ConfigureAwait(false);
            return new HttpOperationResponse<T> { Request = response.RequestMessage, Response = response, Body = value };
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Method} {request.Path} did not finish within {timeout}.", error);
        }
    }

    /// <summary>Sends a request and returns as soon as the headers are there; the caller owns the response.</summary>
    /// <exception cref="HttpOperationException">The server answered with anything but success.</exception>
    internal async Task<HttpResponseMessage> SendRawAsync(
        ApiRequest request, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken)
    {
        var content = request.Body is null ? null : JsonSerializer.Serialize(request.Body, json);
        var message = request.ToMessage(BaseUri, content);
        message.Version = httpVersion;
        // The handler takes the name it expects in the server's certificate from this header, and from nowhere else.
        message.Headers.Host = serverName;
        foreach (var (name, values) in customHeaders ?? new Dictionary<string, IReadOnlyList<string>>()) message.Headers.TryAddWithoutValidation(name, values);
        if (Credentials is not null) await Credentials.ProcessHttpRequestAsync(message, cancellationToken).ConfigureAwait(false);
        var response = await HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw await RefusalAsync(message, content, response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<HttpOperationException> RefusalAsync(
        HttpRequestMessage request, string requestContent, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        return new HttpOperationException($"Operation returned an invalid status code '{response.StatusCode}', response body {content}")
        {
            Request = new HttpRequestMessageWrapper(request, requestContent),
            Response = new HttpResponseMessageWrapper(response, content),
            Body = StatusOrNull(content),
        };
    }

    private static V1Status StatusOrNull(string content)
    {
        try
        {
            return KubernetesJson.Deserialize<V1Status>(content);
        }
        catch (JsonException)
        {
            // A proxy in between answers with text or HTML: the content is kept as it is, it just is no Status.
            return null;
        }
    }
}
