using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>One request about objects of a served type.</summary>
/// <param name="Type">The type in the version asked for.</param>
/// <param name="Namespace">Empty for cluster-scoped types and for lists over all namespaces.</param>
/// <param name="Name">Empty for lists and creations.</param>
internal sealed record ObjectRequest(ResourceType Type, string Namespace, string Name)
{
    public string Subresource { get; init; } = "";

    public required UserIdentity User { get; init; }

    public required RequestOptions Options { get; init; }

    /// <summary>On whose behalf fields are owned: the <c>fieldManager</c> parameter, else the program's name from the user agent.</summary>
    public required string Manager { get; init; }

    /// <summary>A step of the server itself within another request: webhooks are not asked about it.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Sentences for the <c>Warning</c> headers of the answer.</summary>
    public List<string> Warnings { get; } = [];

    public ObjectKey Key => ObjectKey.Of(Type, Namespace, Name);

    public ObjectKey KeyOf(JsonObject content) => ObjectKey.Of(Type, Namespace, Json.NodeFields.Text(content, "metadata", "name") ?? "");
}
