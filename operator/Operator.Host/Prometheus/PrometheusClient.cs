using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using InferOps.Operator.Core.Demand;
using InferOps.Operator.Reconciliation;

namespace InferOps.Operator.Host.Prometheus;

/// <summary>Token rates from the HTTP API of Prometheus, or of anything that speaks it (Thanos, Mimir, VictoriaMetrics).</summary>
internal sealed class PrometheusClient(HttpClient http, PrometheusOptions options, ILogger<PrometheusClient> logger) : ITokenRateSource
{
    public async Task<TokenRateAnswer> AskAsync(IReadOnlyList<Query> queries, CancellationToken cancellationToken)
    {
        try
        {
            var answers = await Task.WhenAll(queries.Select(query => AskAsync(query, cancellationToken)));
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

    private async Task<IReadOnlyList<SignalValue>> AskAsync(Query query, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        // POST: a query over many engines outgrows what servers accept in a URL.
        using var body = new FormUrlEncodedContent([new("query", query.Text)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Url, "api/v1/query")) { Content = body };
        if (options.BearerTokenFile is { } file) request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(file, timeout.Token)).Trim());
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, timeout.Token);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException(null, null, response.StatusCode);
        await using var content = await response.Content.ReadAsStreamAsync(timeout.Token);
        using var answer = await JsonDocument.ParseAsync(content, cancellationToken: timeout.Token);
        return PrometheusAnswer.Read(query.Signal, answer.RootElement);
    }

    /// <summary>Stable words for what went wrong; null for what is not Prometheus' fault.</summary>
    private static string? Explain(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => cancellationToken.IsCancellationRequested ? null : "no answer in time",
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"HTTP {(int)status}: check the token" : $"HTTP {(int)status}",
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : socket.SocketErrorCode.ToString(),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "answer too large",
        HttpRequestException => "connection failed",
        JsonException => "the answer is not JSON",
        FormatException => exception.Message,
        IOException or UnauthorizedAccessException => "the bearer token file cannot be read",
        _ => null,
    };
}

/// <summary>How to reach Prometheus.</summary>
internal sealed record PrometheusOptions
{
    /// <summary>Base URL, ending in a slash.</summary>
    public required Uri Url { get; init; }

    public string? BearerTokenFile { get; init; }

    /// <summary>One query may take this long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An answer larger than this is refused.</summary>
    public const int MaxAnswerBytes = 32 << 20;
}
