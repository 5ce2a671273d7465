namespace k8s;

/// <summary>A client of one API server.</summary>
public interface IKubernetes : IDisposable
{
    Uri BaseUri { get; set; }

    ICoordinationV1Operations CoordinationV1 { get; }

    ICoreV1Operations CoreV1 { get; }

    ICustomObjectsOperations CustomObjects { get; }

    IVersionOperations Version { get; }
}
