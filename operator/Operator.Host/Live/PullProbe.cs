using System.Net;
using System.Text.Json;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Host.Live;

/// <summary>Asks pods that pull how far they are. Whatever answers there, little is read of it, and soon.</summary>
internal sealed class PullProbe : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Patience, MaxResponseContentBufferSize = 1024,
    };

    /// <returns>Null: it does not answer, or something else.</returns>
    public async Task<PullProgress?> AskAsync(string address, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(address, out var ip)) return null;
        try
        {
            var answer = await _client.GetByteArrayAsync(new UriBuilder("http", ip.ToString(), RuntimeEndpoints.PullPort, RuntimeEndpoints.Pull).Uri, cancellationToken);
            return JsonSerializer.Deserialize(answer, PullProgressJson.Default.PullProgress);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}
