using System.Net;
using System.Net.Sockets;

namespace InferOps.LocalCluster.Network;

/// <summary>Listens on one address of a service and passes each connection on to an endpoint that accepts it.</summary>
internal sealed class Forwarder : IAsyncDisposable
{
    private const int BufferBytes = 64 << 10;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private Forwarder(TcpListener listener)
    {
        _listener = listener;
        _accepting = AcceptAsync();
    }

    public Balancer Balancer { get; } = new();

    /// <exception cref="SocketException">The address is in use or not of this machine.</exception>
    public static Forwarder Listen(IPEndPoint address)
    {
        var listener = new TcpListener(address);
        listener.Start(512);
        return new Forwarder(listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _ = ServeAsync(client, _stop.Token);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Either we stop, or the peer left before it was accepted.
                continue;
            }
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken stop)
    {
        using var _ = client;
        HashSet<IPEndPoint> tried = [];
        while (Balancer.Take(tried) is { } endpoint)
        {
            try
            {
                if (await ConnectAsync(endpoint, stop) is { } server)
                {
                    using (server) await PassAsync(client, server, stop);
                    return;
                }

                tried.Add(endpoint);
            }
            finally
            {
                Balancer.Release(endpoint);
            }
        }

        // Nobody serves: a reset says so at once, as a service without endpoints does.
        client.LingerState = new LingerOption(true, 0);
    }

    private static async Task<Socket?> ConnectAsync(IPEndPoint endpoint, CancellationToken stop)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(ConnectTimeout);
        try
        {
            await server.ConnectAsync(endpoint, timeout.Token);
            return server;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            // The caller goes on with the next endpoint.
            server.Dispose();
            return null;
        }
    }

    private static async Task PassAsync(Socket client, Socket server, CancellationToken stop)
    {
        client.NoDelay = true;
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(CopyAsync(client, server, broken), CopyAsync(server, client, broken));
    }

    /// <summary>One direction. Its end is passed on as an end of this direction only; an error ends both.</summary>
    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, broken.Token) is > 0 and var read)
                for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), broken.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // A reset on one side becomes a reset on the other.
            from.LingerState = to.LingerState = new LingerOption(true, 0);
            await broken.CancelAsync();
        }
    }
}
