using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using KubeOps.Operator.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace KubeOps.Operator.Web.Webhooks.Admission.Mutation;

/// <summary>Whether an object may be written, and what it should be instead.</summary>
/// <param name="ModifiedObject">The object as it should be; null leaves it as it is.</param>
public sealed record MutationResult<TEntity>(TEntity? ModifiedObject = default) : IActionResult
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    public bool Valid { get; init; } = true;

    public AdmissionStatus? Status { get; init; }

    public IList<string> Warnings { get; init; } = [];

    internal string Uid { get; init; } = string.Empty;

    /// <summary>The object before the webhook saw it, as its type writes it.</summary>
    internal JsonObject? Original { get; init; }

    public Task ExecuteResultAsync(ActionContext context)
    {
        var patch = ModifiedObject is null || Original is null ? null : JsonDifference.Between(Original, Tree(ModifiedObject));
        return AdmissionAnswer.WriteAsync(context.HttpContext, Uid, Valid, Status, Warnings, patch);
    }

    /// <summary>Both sides go through the type, so that fields the type lacks are in neither and stay untouched.</summary>
    internal static JsonObject Tree(TEntity entity) => JsonSerializer.SerializeToNode(entity, KubernetesJsonSerializer.SerializerOptions)!.AsObject();
}
