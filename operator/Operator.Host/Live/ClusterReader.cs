using System.Net;
using System.Text.Json.Nodes;
using InferOps.Operator.Reconciliation;
using k8s.Autorest;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>Reads what no watch keeps: one object, by its name.</summary>
internal sealed class ClusterReader(IKubernetesClient client)
{
    /// <exception cref="ClusterRefusedException">The API server refused it.</exception>
    public async Task<JsonObject?> FindAsync(ManifestKey key, CancellationToken cancellationToken)
    {
        if ((key.ApiVersion, key.Kind) is not ("v1", "ConfigMap")) throw new NotSupportedException($"The operator does not read {key.ApiVersion} {key.Kind} by name.");
        try
        {
            return (await client.GetAsync<LiveConfigMap>(key.Name, key.Namespace, cancellationToken))?.ToManifest(key.ApiVersion, key.Kind);
        }
        catch (HttpOperationException failure) when (failure.Response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            throw new ClusterRefusedException((int)failure.Response.StatusCode, ServerMessage.Of(failure), failure);
        }
    }
}
