using System.Text.Json.Serialization;

namespace k8s;

/// <summary>Follows one watch in the background and calls back for every event, until it ends or is disposed. It does not reconnect.</summary>
public class Watcher<T> : IDisposable
{
    private readonly CancellationTokenSource stopping = new();

    /// <param name="streamReaderCreator">Opens the stream of events.</param>
    public Watcher(Func<Task<TextReader>> streamReaderCreator, Action<WatchEventType, T> onEvent, Action<Exception> onError, Action onClosed = null)
    {
        ArgumentNullException.ThrowIfNull(streamReaderCreator);
        OnEvent += onEvent;
        OnError += onError;
        OnClosed += onClosed;
        var token = stopping.Token;
        Watching = true;
        _ = Task.Run(() => FollowAsync(streamReaderCreator, token), CancellationToken.None);
    }

    public event Action<WatchEventType, T> OnEvent;

    public event Action<Exception> OnError;

    public event Action OnClosed;

    /// <summary>Whether events may still come.</summary>
    public bool Watching { get; private set; }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        stopping.Cancel();
        stopping.Dispose();
    }

    private async Task FollowAsync(Func<Task<TextReader>> open, CancellationToken cancellationToken)
    {
        try
        {
            using var lines = await open().ConfigureAwait(false);
            await foreach (var (type, value) in WatchStream.ReadAsync<T>(lines, KubernetesJson.Options, cancellationToken).ConfigureAwait(false))
                OnEvent?.Invoke(type, value);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Disposed: that is the end of the watch, not an error of it.
        }
        catch (Exception error)
        {
            OnError?.Invoke(error);
        }
        finally
        {
            Watching = false;
            OnClosed?.Invoke();
        }
    }

    /// <summary>One line of the stream.</summary>
    public class WatchEvent
    {
        [JsonPropertyName("type")]
        public WatchEventType Type { get; set; }

        [JsonPropertyName("object")]
        public T Object { get; set; }
    }
}
