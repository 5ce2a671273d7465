using k8s.Autorest;

namespace k8s;

/// <summary>The same operations without the HTTP messages around them.</summary>
public static class CustomObjectsOperationsExtensions
{
    public static Task<T> PatchClusterCustomObjectAsync<T>(
        this ICustomObjectsOperations operations, object body, string group, string version, string plural, string name,
        string dryRun = null, string fieldManager = null, string fieldValidation = null, bool? force = null, CancellationToken cancellationToken = default) =>
        BodyAsync(operations.PatchClusterCustomObjectWithHttpMessagesAsync<T>(
            body, group, version, plural, name, dryRun, fieldManager, fieldValidation, force, null, cancellationToken));

    public static Task<T> PatchClusterCustomObjectStatusAsync<T>(
        this ICustomObjectsOperations operations, object body, string group, string version, string plural, string name,
        string dryRun = null, string fieldManager = null, string fieldValidation = null, bool? force = null, CancellationToken cancellationToken = default) =>
        BodyAsync(operations.PatchClusterCustomObjectStatusWithHttpMessagesAsync<T>(
            body, group, version, plural, name, dryRun, fieldManager, fieldValidation, force, null, cancellationToken));

    public static Task<T> PatchNamespacedCustomObjectAsync<T>(
        this ICustomObjectsOperations operations, object body, string group, string version, string namespaceParameter, string plural, string name,
        string dryRun = null, string fieldManager = null, string fieldValidation = null, bool? force = null, CancellationToken cancellationToken = default) =>
        BodyAsync(operations.PatchNamespacedCustomObjectWithHttpMessagesAsync<T>(
            body, group, version, namespaceParameter, plural, name, dryRun, fieldManager, fieldValidation, force, null, cancellationToken));

    public static Task<T> PatchNamespacedCustomObjectStatusAsync<T>(
        this ICustomObjectsOperations operations, object body, string group, string version, string namespaceParameter, string plural, string name,
        string dryRun = null, string fieldManager = null, string fieldValidation = null, bool? force = null, CancellationToken cancellationToken = default) =>
        BodyAsync(operations.PatchNamespacedCustomObjectStatusWithHttpMessagesAsync<T>(
            body, group, version, namespaceParameter, plural, name, dryRun, fieldManager, fieldValidation, force, null, cancellationToken));

    private static async Task<T> BodyAsync<T>(Task<HttpOperationResponse<T>> sending)
    {
        using var response = await sending.ConfigureAwait(false);
        return response.Body;
    }
}
