namespace k8s;

/// <summary>Reads any kind by group, version and plural, the core group (<c>""</c>) included.</summary>
public class GenericClient : IDisposable
{
    private readonly IKubernetes kubernetes;
    private readonly string path;
    private readonly bool disposeClient;

    public GenericClient(IKubernetes kubernetes, string group, string version, string plural, bool disposeClient = true)
    {
        this.kubernetes = kubernetes;
        this.disposeClient = disposeClient;
        path = string.IsNullOrEmpty(group) ? $"api/{version}/{plural}" : $"apis/{group}/{version}/{plural}";
    }

    /// <summary>Lists over all namespaces; <typeparamref name="T"/> is the list type.</summary>
    public async Task<T> ListAsync<T>(string labelSelector = null, string fieldSelector = null, int? limit = null, string continueToken = null, CancellationToken cancel = default)
        where T : IKubernetesObject
    {
        var request = new ApiRequest(HttpMethod.Get, path)
        {
            Query = [("labelSelector", labelSelector), ("fieldSelector", fieldSelector), ("limit", limit?.ToString()), ("continue", continueToken)],
        };
        using var response = await ((AbstractKubernetes)kubernetes).SendAsync<T>(request, null, cancel).ConfigureAwait(false);
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
