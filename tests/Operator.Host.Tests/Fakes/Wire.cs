using System.Net;
using System.Net.Sockets;

namespace InferOps.Operator.Host.Tests.Fakes;

/// <summary>A TCP connection to a server that a test can cut and mend: to its client, the server goes away and comes back.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private CancellationTokenSource _cut = new();

    public Wire(Uri server)
    {
        _server = new(IPAddress.Parse(server.Host), server.Port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public void Cut() => _cut.Cancel();

    public void Mend() => _cut = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _cut.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = PassAsync(await _listener.AcceptSocketAsync(_stop.Token), _cut.Token);
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task PassAsync(Socket client, CancellationToken cut)
    {
        using var inward = client;
        using var outward = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            cut.ThrowIfCancellationRequested();
            await outward.ConnectAsync(_server, cut);
            await using var near = new NetworkStream(inward);
            await using var far = new NetworkStream(outward);
            await Task.WhenAny(near.CopyToAsync(far, cut), far.CopyToAsync(near, cut));
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or SocketException)
        {
            // Either end left, or the wire was cut.
        }
    }
}
