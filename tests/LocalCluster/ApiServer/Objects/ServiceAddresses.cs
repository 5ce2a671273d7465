using System.Net;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Hands out cluster addresses of services: the lowest free one of a loopback range, so that a proxy on this machine can listen on it.</summary>
internal sealed class ServiceAddresses(ObjectStore store, IPNetwork range)
{
    /// <exception cref="ApiException">500 when the range is full.</exception>
    public string Allocate()
    {
        var taken = store.Current.Of("services").Values.Select(service => service.Root.Text("spec", "clusterIP")).ToHashSet();
        var start = BitConverter.ToUInt32([.. range.BaseAddress.GetAddressBytes().Reverse()]);
        var size = 1u << (32 - range.PrefixLength);
        for (var offset = 1u; offset < size - 1; offset++)
        {
            var address = new IPAddress([.. BitConverter.GetBytes(start + offset).Reverse()]).ToString();
            if (!taken.Contains(address)) return address;
        }

        throw new ApiException(500, "InternalError", $"failed to allocate a serviceIP: range {range} is full");
    }
}
