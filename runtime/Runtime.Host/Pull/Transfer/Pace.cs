namespace InferOps.Runtime.Host.Pull.Transfer;

/// <summary>Gives up on a connection that is so slow that another one is a better bet: every window must bring a minimum of bytes.</summary>
internal sealed class Pace : IDisposable
{
    private readonly TransferOptions _options;
    private readonly CancellationTokenSource _window;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;
    private int _bytes;

    public Pace(TransferOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        (_options, _caller) = (options, cancellationToken);
        _window = new CancellationTokenSource(options.PaceWindow, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _window.Token);
    }

    /// <exception cref="PullException">The window ended without its bytes.</exception>
    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, string name)
    {
        try
        {
            var read = await body.ReadAsync(buffer, _either.Token);
            _bytes += read;
            if (_bytes < _options.PaceBytes) return read;
            _bytes = 0;
            _window.CancelAfter(_options.PaceWindow);
            return read;
        }
        catch (OperationCanceledException) when (!_caller.IsCancellationRequested)
        {
            throw PullException.DownloadFailed($"{name} sent only {PullLog.Size(_bytes)} in {_options.PaceWindow.TotalSeconds:F0} s");
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _window.Dispose();
    }
}
