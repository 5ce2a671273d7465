using k8s.Autorest;
using k8s.Models;

namespace k8s;

/// <summary>Statuses of pods.</summary>
public interface ICoreV1Operations
{
    Task<HttpOperationResponse<V1Pod>> PatchNamespacedPodStatusWithHttpMessagesAsync(
        V1Patch body, string name, string namespaceParameter,
        string dryRun = null, string fieldManager = null, string fieldValidation = null, bool? force = null, bool? pretty = null,
        IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders = null, CancellationToken cancellationToken = default);
}

public abstract partial class AbstractKubernetes : ICoreV1Operations
{
    Task<HttpOperationResponse<V1Pod>> ICoreV1Operations.PatchNamespacedPodStatusWithHttpMessagesAsync(
        V1Patch body, string name, string namespaceParameter, string dryRun, string fieldManager, string fieldValidation, bool? force, bool? pretty,
        IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken) =>
        SendAsync<V1Pod>(
            new ApiRequest(HttpMethod.Patch, $"api/v1/namespaces/{namespaceParameter}/pods/{name}/status", body) { Query = ApiRequest.WriteOptions(dryRun, fieldManager, fieldValidation, force) },
            customHeaders, cancellationToken);
}

/// <summary>The same operations without the HTTP messages around them.</summary>
public static class CoreV1OperationsExtensions
{
    public static async Task<V1Pod> PatchNamespacedPodStatusAsync(
        this ICoreV1Operations operations, V1Patch body, string name, string namespaceParameter, string dryRun = null, string fieldManager = null,
        string fieldValidation = null, bool? force = null, bool? pretty = null, CancellationToken cancellationToken = default)
    {
        using var response = await operations.PatchNamespacedPodStatusWithHttpMessagesAsync(
            body, name, namespaceParameter, dryRun, fieldManager, fieldValidation, force, pretty, null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }
}
