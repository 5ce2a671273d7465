using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Reconciliation;

namespace InferOps.Operator.Host.Prometheus;

/// <summary>Token rates from the HTTP API of Prometheus, or of anything that speaks it (Thanos, Mimir, VictoriaMetrics).</summary>
internal sealed class PrometheusClient(PrometheusConnection connection, PrometheusOptions options, ILogger<PrometheusClient> logger) : ITokenRateSource
{
    public async Task<TokenRateAnswer> AskAsync(IReadOnlyList<Query> queries, CancellationToken cancellationToken)
    {
        try
        {
            var http = await connection.OpenAsync(cancellationToken);
            var answers = await Task.WhenAll(queries.Select(query => AskAsync(http, query, cancellationToken)));
            OperatorMetrics.AskedPrometheus(success: true);
            return new() { Rates = TokenRates.Gather(answers.SelectMany(rows => rows)) };
        }
        catch (Exception exception) when (Explain(exception, cancellationToken) is { } failure)
        {
            OperatorMetrics.AskedPrometheus(success: false);
            logger.PrometheusFailed(options.Url, failure);
            return new() { Failure = failure };
        }
    }

    public async Task<IReadOnlyDictionary<string, double>> AskByReplicaAsync(string query, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(await connection.OpenAsync(cancellationToken), query, PrometheusAnswer.ReadByReplica, cancellationToken);
        }
        catch (Exception exception) when (Explain(exception, cancellationToken) is { } failure)
        {
            logger.PrometheusFailed(options.Url, failure);
            return new Dictionary<string, double>();
        }
    }

    private Task<IReadOnlyList<SignalValue>> AskAsync(HttpClient http, Query query, CancellationToken cancellationToken) =>
        AskAsync(http, query.Text, answer => PrometheusAnswer.Read(query.Signal, answer), cancellationToken);

    private async Task<T> AskAsync<T>(HttpClient http, string query, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        // POST: a query over many engines outgrows what servers accept in a URL.
        using var body = new FormUrlEncodedContent([new("query", query)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Url, "api/v1/query")) { Content = body };
        if (options.BearerTokenFile is { } file) request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(file, timeout.Token)).Trim());
        foreach (var (name, value) in options.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, timeout.Token);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException(null, null, response.StatusCode);
        await using var content = await response.Content.ReadAsStreamAsync(timeout.Token);
        using var answer = await JsonDocument.ParseAsync(content, cancellationToken: timeout.Token);
        return read(answer.RootElement);
    }

    /// <summary>Stable words for what went wrong; null for what is not Prometheus' fault.</summary>
    private static string? Explain(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => cancellationToken.IsCancellationRequested ? null : "no answer in time",
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"HTTP {(int)status}: check the token" : $"HTTP {(int)status}",
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : socket.SocketErrorCode.ToString(),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "answer too large",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no trust: check the authority, the name in the URL and the client certificate",
        HttpRequestException => "connection failed",
        JsonException => "the answer is not JSON",
        FormatException => exception.Message,
        CryptographicException => "the authority or the client certificate is no PEM, or the key is not the certificate's",
        IOException or UnauthorizedAccessException => "a file with the token, the authority or the client certificate cannot be read",
        _ => null,
    };
}
