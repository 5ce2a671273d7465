using System.Net;
using System.Net.Sockets;

namespace InferOps.LocalCluster.Network;

/// <summary>
/// The part of 127.0.0.0/8 that one cluster uses, so that several can run side by side: nodes 127.N.0.x, pods of the n-th node 127.N.n.x, services
/// 127.N.128.0/17. It is held by listening on one address of it, which ends with the process whatever happens.
/// </summary>
public sealed class LoopbackNetwork : IDisposable
{
    private const byte First = 96;
    private const byte Last = 250;
    private const int ClaimPort = 10250;
    private readonly TcpListener _claim;

    private LoopbackNetwork(byte octet, TcpListener claim) => (Octet, _claim) = (octet, claim);

    public byte Octet { get; }

    public string ServiceRange => $"127.{Octet}.128.0/17";

    /// <param name="octet">The network wanted; null for any that is free.</param>
    /// <exception cref="IOException">It is taken, or all are.</exception>
    public static LoopbackNetwork Claim(byte? octet)
    {
        for (var candidate = octet ?? First; candidate <= (octet ?? Last); candidate++)
        {
            var listener = new TcpListener(IPAddress.Parse($"127.{candidate}.255.254"), ClaimPort);
            try
            {
                listener.Start();
                return new LoopbackNetwork(candidate, listener);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another cluster has it; the next may be free.
                listener.Dispose();
            }
        }

        throw new IOException(octet is null ? "Every loopback network is taken by a cluster." : $"The loopback network 127.{octet} is taken by another cluster.");
    }

    public void Dispose() => _claim.Dispose();
}
