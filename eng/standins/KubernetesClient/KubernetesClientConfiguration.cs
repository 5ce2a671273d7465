using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using k8s.Authentication;

namespace k8s;

/// <summary>Which API server to talk to, how to know it, and who we are.</summary>
public partial class KubernetesClientConfiguration
{
    /// <summary>The URL of the API server.</summary>
    public string Host { get; set; }

    /// <summary>The namespace of the context or of the pod; null where neither names one.</summary>
    public string Namespace { get; set; }

    public string CurrentContext { get; private set; }

    /// <summary>The only authorities the server's certificate may come from; null means those of the system.</summary>
    public X509Certificate2Collection SslCaCerts { get; set; }

    /// <summary>Base64 of a PEM certificate.</summary>
    public string ClientCertificateData { get; set; }

    /// <summary>Base64 of a PEM key.</summary>
    public string ClientCertificateKeyData { get; set; }

    public string ClientCertificateFilePath { get; set; }

    public string ClientKeyFilePath { get; set; }

    public bool SkipTlsVerify { get; set; }

    /// <summary>The name to expect in the server's certificate where it differs from the host.</summary>
    public string TlsServerName { get; set; }

    public string Username { get; set; }

    public string Password { get; set; }

    public string AccessToken { get; set; }

    /// <summary>Takes precedence over <see cref="AccessToken"/>.</summary>
    public ITokenProvider TokenProvider { get; set; }

    public string UserAgent { get; set; }

    /// <summary>How long one request may take. Watches are exempt.</summary>
    public TimeSpan HttpClientTimeout { get; set; } = TimeSpan.FromSeconds(100);

    public bool DisableHttp2 { get; set; }

    /// <summary>Last word on the innermost message handler.</summary>
    public Action<SocketsHttpHandler> FirstMessageHandlerSetup { get; set; }

    public JsonSerializerOptions JsonSerializerOptions { get; private set; }

    public void AddJsonOptions(Action<JsonSerializerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        JsonSerializerOptions ??= new JsonSerializerOptions(KubernetesJson.Options);
        configure(JsonSerializerOptions);
    }

    /// <summary>Takes the first of: the files in KUBECONFIG, ~/.kube/config, the pod's service account, http://localhost:8080.</summary>
    public static KubernetesClientConfiguration BuildDefaultConfig()
    {
        var fromEnvironment = Environment.GetEnvironmentVariable("KUBECONFIG");
        if (!string.IsNullOrEmpty(fromEnvironment)) return FromFiles(fromEnvironment.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));
        if (File.Exists(KubeConfigDefaultLocation)) return BuildConfigFromConfigFile(KubeConfigDefaultLocation);
        return IsInCluster() ? InClusterConfig() : new KubernetesClientConfiguration { Host = "http://localhost:8080" };
    }
}
