using k8s.Autorest;
using k8s.Models;

namespace k8s;

/// <summary>The version of the API server.</summary>
public interface IVersionOperations
{
    Task<HttpOperationResponse<VersionInfo>> GetCodeWithHttpMessagesAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders = null, CancellationToken cancellationToken = default);
}

public abstract partial class AbstractKubernetes : IVersionOperations
{
    Task<HttpOperationResponse<VersionInfo>> IVersionOperations.GetCodeWithHttpMessagesAsync(
        IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken) =>
        SendAsync<VersionInfo>(new ApiRequest(HttpMethod.Get, "version"), customHeaders, cancellationToken);
}

/// <summary>The same operation without the HTTP messages around it.</summary>
public static class VersionOperationsExtensions
{
    public static async Task<VersionInfo> GetCodeAsync(this IVersionOperations operations, CancellationToken cancellationToken = default)
    {
        using var response = await operations.GetCodeWithHttpMessagesAsync(null, cancellationToken).ConfigureAwait(false);
        return response.Body;
    }
}
