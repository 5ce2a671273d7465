using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>
/// Posts one review over a connection of its own. A real server keeps connections, and meanwhile a certificate may stop being valid unseen; here every
/// call verifies it.
/// </summary>
internal static class WebhookClient
{
    /// <exception cref="WebhookFailure">No answer in time, none that can be trusted, or none that is JSON.</exception>
    public static async Task<JsonObject> PostAsync(Webhook webhook, JsonObject review, StoreSnapshot snapshot, CancellationToken cancellation)
    {
        var address = WebhookAddress.Of(webhook, snapshot);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(webhook.Timeout);
        try
        {
            using var client = new HttpClient(Handler(webhook, address), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
            using var body = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(review));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var response = await client.PostAsync(address.Url, body, timeout.Token);
            var text = await response.Content.ReadAsStringAsync(timeout.Token);
            if (!response.IsSuccessStatusCode) throw new WebhookFailure($"failed to call webhook: the server rejected our request with {(int)response.StatusCode}: {text}");
            return JsonNode.Parse(text) as JsonObject ?? throw new WebhookFailure("received invalid webhook response: not an object");
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new WebhookFailure($"failed to call webhook: Post \"{address.Url}\": context deadline exceeded", late);
        }
        catch (Exception broken) when (broken is HttpRequestException or JsonException or CryptographicException or FormatException)
        {
            throw new WebhookFailure($"failed to call webhook: Post \"{address.Url}\": {broken.GetBaseException().Message}", broken);
        }
    }

    private static SocketsHttpHandler Handler(Webhook webhook, WebhookAddress address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (webhook.Client.Text("caBundle") is { Length: > 0 } bundle)
        {
            var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trust.CustomTrustStore.ImportFromPem(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(bundle)));
            handler.SslOptions.CertificateChainPolicy = trust;
        }

        if (address.Endpoint is { } endpoint)
        {
            handler.ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(endpoint, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            };
        }

        return handler;
    }
}
