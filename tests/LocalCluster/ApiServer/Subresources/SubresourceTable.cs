using InferOps.LocalCluster.Api.Objects;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Answers one request on its own terms.</summary>
internal delegate Task SubresourceHandler(HttpContext http, ObjectRequest request);

/// <summary>The subresources that are more than a part of their object.</summary>
internal sealed class SubresourceTable
{
    private readonly Dictionary<(string Subresource, string Verb), SubresourceHandler> handlers;

    public SubresourceTable(ServerParts parts)
    {
        var scale = new ScaleEndpoint(parts);
        handlers = new Dictionary<(string, string), SubresourceHandler>
        {
            [("scale", "get")] = scale.GetAsync,
            [("scale", "update")] = scale.UpdateAsync,
            [("scale", "patch")] = scale.PatchAsync,
            [("binding", "create")] = new BindingEndpoint(parts).CreateAsync,
            [("eviction", "create")] = new EvictionEndpoint(parts).CreateAsync,
            [("token", "create")] = new TokenEndpoint(parts).CreateAsync,
            [("log", "get")] = new LogEndpoint(parts).GetAsync,
        };
    }

    public SubresourceHandler? Find(ResourceType type, string subresource, string verb) =>
        type.Subresources.Contains(subresource) ? handlers.GetValueOrDefault((subresource, verb)) : null;
}
