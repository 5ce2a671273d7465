using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>One write as webhooks are asked about it.</summary>
/// <param name="Request">Who writes what.</param>
/// <param name="Operation"><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>.</param>
/// <param name="Object">The object as it would be stored; null for a deletion.</param>
/// <param name="Old">The stored object; null for a creation.</param>
internal sealed record AdmissionAct(ObjectRequest Request, string Operation, JsonObject? Object, StoredObject? Old)
{
    private const string Group = "admissionregistration.k8s.io";

    public bool DryRun { get; init; } = Request.Options.DryRun;

    public ResourceType Type => Request.Type;

    public string Name => Object.Text("metadata", "name") ?? Old?.Key.Name ?? Request.Name;

    /// <summary>A Namespace lies in itself, as everywhere in admission.</summary>
    public string Namespace => Type.GroupResource == "namespaces" ? Name : Request.Namespace;

    /// <summary>
    /// Whether webhooks are asked at all: not about their own configurations, or a broken one could never be repaired, and not about what the server does
    /// as a part of another request.
    /// </summary>
    public bool IsReviewed => !Request.IsInternal && Request.Subresource is "" or "status" or "scale" or "finalize"
        && (Type.Group != Group || Type.Plural is not ("validatingwebhookconfigurations" or "mutatingwebhookconfigurations"));
}
