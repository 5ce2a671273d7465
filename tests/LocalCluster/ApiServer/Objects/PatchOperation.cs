using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Applies a PATCH request; only an apply patch may create what is not there.</summary>
internal sealed class PatchOperation
{
    public (StoredObject Object, bool Created) Apply(ObjectRequest request, RequestBody body) => throw ApiException.UnsupportedMediaType("not yet");
}
