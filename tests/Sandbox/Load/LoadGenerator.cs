using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace InferOps.Sandbox.Load;

/// <summary>An open-loop HTTP load: requests arrive at a set rate, whether earlier ones have been answered or not, as users do.</summary>
public sealed class LoadGenerator(Uri endpoint, string model, TimeProvider time) : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(5) }) { BaseAddress = endpoint, Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentDictionary<int, Task> _running = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _stop = new();
    private long _completed;
    private long _tokens;
    private int _sequence;
    private double _requestsPerSecond;
    private Task? _loop;

    /// <summary>Tokens each request asks for.</summary>
    public int MaxTokens { get; init; } = 32;

    public long Completed => Interlocked.Read(ref _completed);

    public long Tokens => Interlocked.Read(ref _tokens);

    public int InFlight => _running.Count;

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Sets the arrival rate.</summary>
    public void SetRate(double requestsPerSecond)
    {
        Volatile.Write(ref _requestsPerSecond, requestsPerSecond);
        _loop ??= Task.Run(() => RunAsync(_stop.Token));
    }

    /// <summary>Stops new requests and waits for those that run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_loop is not null) await _loop;
        await Task.WhenAll(_running.Values);
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var owed = 0d;
        var last = time.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var now = time.GetTimestamp();
                owed += time.GetElapsedTime(last, now).TotalSeconds * Volatile.Read(ref _requestsPerSecond);
                last = now;
                for (; owed >= 1; owed--) Send();
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private void Send()
    {
        var id = Interlocked.Increment(ref _sequence);
        var request = SendAsync();
        _running[id] = request;
        request.ContinueWith(_ => _running.TryRemove(id, out Task? _), TaskScheduler.Default);
    }

    /// <summary>One streamed chat completion, read to its end. Anything but a complete stream is a failure.</summary>
    private async Task SendAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
            {
                Content = JsonContent.Create(new { model, stream = true, max_tokens = MaxTokens, temperature = 0, messages = new[] { new { role = "user", content = "Recite." } } }),
            };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!response.IsSuccessStatusCode)
            {
                _failures.Enqueue($"HTTP {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                return;
            }
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            var done = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("data: [DONE]", StringComparison.Ordinal)) done = true;
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) Count(line["data: ".Length..]);
            }
            if (done) Interlocked.Increment(ref _completed);
            else _failures.Enqueue("the stream ended before [DONE]");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            _failures.Enqueue($"{exception.GetType().Name}: {exception.Message} {exception.InnerException?.Message}");
        }
    }

    private void Count(string data)
    {
        using var chunk = JsonDocument.Parse(data);
        if (chunk.RootElement.TryGetProperty("error", out var error)) _failures.Enqueue($"error event: {error}");
        else if (chunk.RootElement.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
            && choices[0].TryGetProperty("delta", out var delta) && delta.TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 })
            Interlocked.Increment(ref _tokens);
    }
}
