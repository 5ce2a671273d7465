using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using InferOps.LocalCluster.Network;

namespace InferOps.LocalCluster.Tests.Network;

public sealed class ForwarderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_large_stream_comes_back_complete_after_the_sender_has_finished()
    {
        using var echo = new TcpListener(IPAddress.Loopback, 0);
        echo.Start();
        // Answers only after it has seen the end of the request: half-close must pass through.
        var serving = ServeAsync(echo, async stream =>
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            await stream.WriteAsync(all.ToArray());
        });
        var (forwarder, address) = Listen();
        await using var running = forwarder;
        forwarder.Balancer.Update([(IPEndPoint)echo.LocalEndpoint]);
        var sent = RandomNumberGenerator.GetBytes(8 << 20);
        Assert.Equal(sent, await AskAsync(address, sent).WaitAsync(Patience));
        await serving;
    }

    [Fact]
    public async Task An_endpoint_that_refuses_is_passed_over()
    {
        using var alive = new TcpListener(IPAddress.Loopback, 0);
        alive.Start();
        var serving = ServeAsync(alive, stream => stream.WriteAsync("alive"u8.ToArray()).AsTask());
        var (forwarder, address) = Listen();
        await using var running = forwarder;
        forwarder.Balancer.Update([FreeAddress(), FreeAddress(), (IPEndPoint)alive.LocalEndpoint]);
        Assert.Equal("alive"u8.ToArray(), await AskAsync(address, []).WaitAsync(Patience));
        await serving;
    }

    [Fact]
    public async Task Without_endpoints_the_connection_is_closed()
    {
        var (forwarder, address) = Listen();
        await using var running = forwarder;
        // The reset arrives while connecting, writing or reading, as it happens.
        var error = await Record.ExceptionAsync(() => AskAsync(address, []).WaitAsync(Patience));
        Assert.True(error is IOException or SocketException, $"{error}");
    }

    [Fact]
    public void The_least_busy_endpoint_is_next_and_equals_take_turns()
    {
        IPEndPoint[] routes = [new(IPAddress.Loopback, 1), new(IPAddress.Loopback, 2), new(IPAddress.Loopback, 3)];
        var balancer = new Balancer();
        balancer.Update(routes);
        HashSet<IPEndPoint> none = [];
        Assert.Equal(routes.ToHashSet(), Enumerable.Range(0, 3).Select(_ => balancer.Take(none)!).ToHashSet());
        balancer.Release(routes[1]);
        Assert.Equal(routes[1], balancer.Take(none));
        Assert.Null(balancer.Take(routes.ToHashSet()));
    }

    private static (Forwarder, IPEndPoint) Listen()
    {
        var address = FreeAddress();
        return (Forwarder.Listen(address), address);
    }

    private static IPEndPoint FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }

    private static async Task ServeAsync(TcpListener listener, Func<NetworkStream, Task> answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await answer(client.GetStream());
    }

    private static async Task<byte[]> AskAsync(IPEndPoint address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address);
        using var answer = new MemoryStream();
        var stream = client.GetStream();
        var reading = stream.CopyToAsync(answer);
        await stream.WriteAsync(request);
        if (!reading.IsFaulted) client.Client.Shutdown(SocketShutdown.Send);
        await reading;
        return answer.ToArray();
    }
}
