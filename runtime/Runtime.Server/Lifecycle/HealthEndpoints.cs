using System.Net;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InferOps.Runtime.Server.Lifecycle;

/// <summary>What the kubelet asks.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, Replica replica)
    {
        routes.MapGet(RuntimeEndpoints.Health, context => Write(context, replica.Phase == ReplicaPhase.Faulted ? 503 : 200, replica));
        routes.MapGet(RuntimeEndpoints.Ready, context => Write(context, replica.Phase == ReplicaPhase.Ready ? 200 : 503, replica));
        routes.MapPost(RuntimeEndpoints.Drain, context => DrainAsync(context, replica));
    }

    /// <summary>True for a caller on this host: on loopback, or at the address it called. IPv4 addresses may come as IPv6.</summary>
    internal static bool IsLocal(IPAddress? caller, IPAddress? called) =>
        Plain(caller) is { } from && (IPAddress.IsLoopback(from) || from.Equals(Plain(called)));

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static Task Write(HttpContext context, int status, Replica replica)
    {
        context.Response.StatusCode = status;
        var phase = replica.Phase;
        var body = new ReadinessBody(phase.ToString().ToLowerInvariant(), phase == ReplicaPhase.Loading ? replica.Progress : null);
        return context.Response.WriteAsJsonAsync(body, WireJson.Types.ReadinessBody, contentType: "application/json", context.RequestAborted);
    }

    // Only the pod's own hooks may ask: anybody else could take the replica out of service.
    private static async Task DrainAsync(HttpContext context, Replica replica)
    {
        var connection = context.Connection;
        if (!IsLocal(connection.RemoteIpAddress, connection.LocalIpAddress))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        await replica.DrainAsync().WaitAsync(context.RequestAborted);
        await Write(context, StatusCodes.Status200OK, replica);
    }
}
