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
            logger.PrometheusFailed(options.Url, failure.Words);
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
            logger.PrometheusFailed(options.Url, failure.Words);
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
        using var form = new FormUrlEncodedContent([new("query", query)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Url, "api/v1/query")) { Content = form };
        if (options.BearerTokenFile is { } file) request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(file, timeout.Token)).Trim());
        foreach (var (name, value) in options.Headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException(null, null, response.StatusCode);
        using var answer = Parse(await BodyAsync(response.Content, timeout.Token));
        return read(answer.RootElement);
    }

    /// <exception cref="EndOfStreamException">The connection broke within the answer, not before it.</exception>
    private static async Task<byte[]> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await content.LoadIntoBufferAsync(PrometheusOptions.MaxAnswerBytes, cancellationToken);
            return await content.ReadAsByteArrayAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException { HttpRequestError: not HttpRequestError.ConfigurationLimitExceeded })
        {
            throw new EndOfStreamException(null, broken);
        }
    }

    /// <exception cref="EndOfStreamException">It begins as an answer and does not end as one.</exception>
    /// <exception cref="FormatException">It is something else.</exception>
    private static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            throw body.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..] ? new EndOfStreamException() : new FormatException("the answer is not JSON");
        }
    }

    /// <summary>What went wrong, in a closed reason and stable words; null for what is not Prometheus' fault.</summary>
    private static SourceFailure? Explain(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException => cancellationToken.IsCancellationRequested ? null : new(HoldReasons.PrometheusTooSlow, "no answer in time"),
        HttpRequestException { StatusCode: { } status } => Explain(status),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => new(HoldReasons.AnswerTooLarge, "answer too large"),
        EndOfStreamException => new(HoldReasons.AnswerCutOff, "the answer breaks off"),
        HttpRequestException request => new(HoldReasons.PrometheusUnavailable, Connection(request)),
        PrometheusQueryException => new(HoldReasons.PrometheusQueryFailed, exception.Message),
        FormatException => new(HoldReasons.AnswerUnreadable, exception.Message),
        CryptographicException => new(HoldReasons.PrometheusUnavailable, "the authority or the client certificate is no PEM, or the key is not the certificate's"),
        IOException or UnauthorizedAccessException => new(HoldReasons.PrometheusUnavailable, "a file with the token, the authority or the client certificate cannot be read"),
        _ => null,
    };

    private static SourceFailure Explain(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => new(HoldReasons.PrometheusRefuses, $"HTTP {(int)status}: check the token"),
        >= 300 and < 400 => new(HoldReasons.PrometheusRedirects, $"HTTP {(int)status}"),
        400 or 422 => new(HoldReasons.PrometheusQueryFailed, $"HTTP {(int)status}"),
        _ => new(HoldReasons.PrometheusUnavailable, $"HTTP {(int)status}"),
    };

    private static string Connection(HttpRequestException exception) => exception switch
    {
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "connection refused",
        { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "no trust: check the authority, the name in the URL and the client certificate",
        _ => "connection failed",
    };
}
