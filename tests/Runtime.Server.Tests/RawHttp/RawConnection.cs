using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace InferOps.Runtime.Server.Tests.RawHttp;

/// <summary>A socket to the server that sends whatever bytes a test wants, and reads answers as they come.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Socket _socket;
    private readonly NetworkStream _network;
    private readonly BufferedStream _incoming;

    private RawConnection(Socket socket)
    {
        _socket = socket;
        _network = new NetworkStream(socket, ownsSocket: true);
        _incoming = new BufferedStream(_network, 4096);
    }

    public static async Task<RawConnection> OpenAsync(ServerUnderTest server, int? receiveBuffer = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size) socket.ReceiveBufferSize = size;
        await socket.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        return new RawConnection(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _network.WriteAsync(bytes).AsTask().WaitAsync(Patience);

    /// <summary>Nothing more will be sent.</summary>
    public void CloseSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Closes with a reset, as a crashed client does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>The next answer, or null when the server closed without one.</summary>
    public async Task<RawAnswer?> AnswerAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        if (await LineAsync(patience.Token) is not { Length: > 0 } status) return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync(patience.Token) is { Length: > 0 } header) headers[header[..header.IndexOf(':')]] = header[(header.IndexOf(':') + 1)..].Trim();
        var code = int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture);
        var body = code == 100 ? "" : Encoding.UTF8.GetString(await BodyAsync(headers, patience.Token));
        return new RawAnswer(code, headers, body);
    }

    /// <summary>True when the server closes, whatever it still sends before.</summary>
    public async Task<bool> IsClosedAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        var buffer = new byte[4096];
        try
        {
            while (await _incoming.ReadAsync(buffer, patience.Token) > 0)
            {
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Takes the first bytes of an answer.</summary>
    public async Task ReadSomeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        Assert.NotEqual(0, await _incoming.ReadAsync(new byte[1024], patience.Token));
    }

    /// <summary>True once the server has thrown the connection away; asks without reading or sending.</summary>
    public bool IsReset() => _socket.Poll(0, SelectMode.SelectError);

    public void Dispose() => _network.Dispose();

    private async Task<byte[]> BodyAsync(Dictionary<string, string> headers, CancellationToken patience)
    {
        var body = new MemoryStream();
        if (headers.TryGetValue("Content-Length", out var length)) await CopyAsync(body, int.Parse(length, CultureInfo.InvariantCulture), patience);
        else if (headers.ContainsKey("Transfer-Encoding"))
        {
            while (int.Parse((await LineAsync(patience))!, NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size and > 0)
            {
                await CopyAsync(body, size, patience);
                await LineAsync(patience);
            }

            await LineAsync(patience);
        }
        else await _incoming.CopyToAsync(body, patience);

        return body.ToArray();
    }

    private async Task CopyAsync(MemoryStream to, int bytes, CancellationToken patience)
    {
        var buffer = new byte[bytes];
        await _incoming.ReadExactlyAsync(buffer, patience);
        to.Write(buffer);
    }

    private async Task<string?> LineAsync(CancellationToken patience)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await _incoming.ReadAsync(one, patience) == 1)
        {
            if (one[0] == '\n') return Encoding.ASCII.GetString([.. line]).TrimEnd('\r');
            line.Add(one[0]);
        }

        return null;
    }
}

/// <summary>One HTTP answer.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Error => JsonNode.Parse(Body)!["error"]!;
}
