using k8s.Autorest;

namespace k8s;

/// <summary>The operations of the API, by group, on top of one way to send a request.</summary>
public abstract partial class AbstractKubernetes
{
    protected AbstractKubernetes()
    {
    }

    public ICoordinationV1Operations CoordinationV1 => this;

    public ICoreV1Operations CoreV1 => this;

    public ICustomObjectsOperations CustomObjects => this;

    public IVersionOperations Version => this;

    internal abstract Task<HttpOperationResponse<T>> SendAsync<T>(
        ApiRequest request, IReadOnlyDictionary<string, IReadOnlyList<string>> customHeaders, CancellationToken cancellationToken);
}
