using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;
using k8s.Exceptions;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <returns>Whether this process runs in a pod with a service account.</returns>
    public static bool IsInCluster() => IsInCluster(ServiceAccountFolder, Environment.GetEnvironmentVariable);

    /// <summary>The API server of the cluster this process runs in, as the pod's service account. The token is re-read as it rotates.</summary>
    /// <exception cref="KubeConfigException">The process does not run in a pod with a service account.</exception>
    public static KubernetesClientConfiguration InClusterConfig() => InClusterConfig(ServiceAccountFolder, Environment.GetEnvironmentVariable);

    internal static KubernetesClientConfiguration InClusterConfig(string folder, Func<string, string> environment)
    {
        if (!IsInCluster(folder, environment)) throw new KubeConfigException("Not in a pod: service host, port, token or CA is absent.");
        var host = environment("KUBERNETES_SERVICE_HOST");
        if (IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6) host = $"[{host}]";
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(folder, "ca.crt"));
        var namespaceFile = Path.Combine(folder, "namespace");
        return new KubernetesClientConfiguration
        {
            Host = $"https://{host}:{environment("KUBERNETES_SERVICE_PORT")}",
            TokenProvider = new TokenFileAuth(Path.Combine(folder, "token")),
            SslCaCerts = authorities,
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : null,
        };
    }

    private static bool IsInCluster(string folder, Func<string, string> environment) =>
        !string.IsNullOrEmpty(environment("KUBERNETES_SERVICE_HOST"))
        && !string.IsNullOrEmpty(environment("KUBERNETES_SERVICE_PORT"))
        && File.Exists(Path.Combine(folder, "token"))
        && File.Exists(Path.Combine(folder, "ca.crt"));
}
