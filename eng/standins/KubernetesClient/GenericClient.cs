namespace k8s;

/// <summary>Reads any kind by group, version and plural, the core group (<c>""</c>) included.</summary>
public class GenericClient : IDisposable
{
    private readonly IKubernetes kubernetes;
    private readonly string version;
    private readonly string plural;
    private readonly bool disposeClient;

    public GenericClient(IKubernetes kubernetes, string group, string version, string plural, bool disposeClient = true)
    {
        this.kubernetes = kubernetes;
        this.disposeClient = disposeClient;
        this.version = string.IsNullOrEmpty(group) ? $"api/{version}" : $"apis/{group}/{version}";
        this.plural = plural;
    }

    /// <summary>Lists over all namespaces; <typeparamref name="T"/> is the list type.</summary>
    public Task<T> ListAsync<T>(string labelSelector = null, string fieldSelector = null, int? limit = null, string continueToken = null, CancellationToken cancel = default)
        where T : IKubernetesObject => ListAsync<T>($"{version}/{plural}", [("labelSelector", labelSelector), ("fieldSelector", fieldSelector), ("limit", limit?.ToString()), ("continue", continueToken)], cancel);

    /// <summary>Lists in one namespace.</summary>
    public Task<T> ListNamespacedAsync<T>(
        string ns, string labelSelector = null, string fieldSelector = null, int? limit = null, string continueToken = null, CancellationToken cancel = default)
        where T : IKubernetesObject =>
        ListAsync<T>(
            $"{version}/namespaces/{Uri.EscapeDataString(ns)}/{plural}", [("labelSelector", labelSelector), ("fieldSelector", fieldSelector), ("limit", limit?.ToString()), ("continue", continueToken)], cancel);

    private async Task<T> ListAsync<T>(string path, (string, string)[] query, CancellationToken cancel)
        where T : IKubernetesObject
    {
        using var response = await ((AbstractKubernetes)kubernetes).SendAsync<T>(new ApiRequest(HttpMethod.Get, path) { Query = query }, null, cancel).ConfigureAwait(false);
        return response.Body;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing && disposeClient) kubernetes.Dispose();
    }
}
