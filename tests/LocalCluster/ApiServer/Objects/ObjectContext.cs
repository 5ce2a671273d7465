using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>What writing an object depends on.</summary>
internal sealed record ObjectContext(ObjectStore Store, Schemas Schemas, TimeProvider Clock, ServiceAddresses Addresses)
{
    public DateTimeOffset Now => Clock.GetUtcNow();
}
