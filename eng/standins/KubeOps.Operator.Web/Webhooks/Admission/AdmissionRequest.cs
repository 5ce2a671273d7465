using System.Text.Json.Serialization;
using k8s;
using k8s.Models;
using Microsoft.AspNetCore.Mvc;

namespace KubeOps.Operator.Web.Webhooks.Admission;

/// <summary>What the API server asks a webhook.</summary>
[ModelBinder(typeof(AdmissionRequestModelBinder))]
public sealed class AdmissionRequest<TEntity> : AdmissionReview
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    [JsonPropertyName("request")]
    public AdmissionRequestData<TEntity> Request { get; init; } = new();

    /// <summary>The request proper. The objects are those before and after; one of them is absent for CREATE and DELETE.</summary>
#pragma warning disable CS0693 // The package repeats the type parameter, and so it must be repeated here.
    public sealed class AdmissionRequestData<TEntity>
#pragma warning restore CS0693
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        [JsonPropertyName("uid")]
        public string Uid { get; init; } = string.Empty;

        /// <summary>CREATE, UPDATE, DELETE or CONNECT.</summary>
        [JsonPropertyName("operation")]
        public string Operation { get; init; } = string.Empty;

        [JsonPropertyName("object")]
        public TEntity? Object { get; init; }

        [JsonPropertyName("oldObject")]
        public TEntity? OldObject { get; init; }

        [JsonPropertyName("dryRun")]
        public bool DryRun { get; init; }
    }
}
