using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Authentication;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    /// <summary>Where kubectl looks.</summary>
    public static readonly string KubeConfigDefaultLocation =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");

    /// <param name="kubeconfigPath">The file; by default the one kubectl uses.</param>
    /// <param name="currentContext">The context; by default the file's current one.</param>
    /// <param name="masterUrl">A server to use instead of the context's.</param>
    /// <param name="useRelativePaths">Whether relative paths in the file start at its folder.</param>
    /// <exception cref="KubeConfigException">The file, or what it names, is missing or wrong.</exception>
    public static KubernetesClientConfiguration BuildConfigFromConfigFile(
        string kubeconfigPath = null, string currentContext = null, string masterUrl = null, bool useRelativePaths = true) =>
        BuildConfigFromConfigFile(new FileInfo(kubeconfigPath ?? KubeConfigDefaultLocation), currentContext, masterUrl, useRelativePaths);

    /// <inheritdoc cref="BuildConfigFromConfigFile(string, string, string, bool)"/>
    public static KubernetesClientConfiguration BuildConfigFromConfigFile(
        FileInfo kubeconfig, string currentContext = null, string masterUrl = null, bool useRelativePaths = true) =>
        FromModel(LoadKubeConfig(kubeconfig, useRelativePaths), currentContext, masterUrl);

    private static KubernetesClientConfiguration FromFiles(string[] paths)
    {
        var present = paths.Where(File.Exists).ToList();
        if (present.Count == 0) throw new KubeConfigException($"None of the files in KUBECONFIG exists: {string.Join(", ", paths)}.");
        return FromModel(KubeConfigFile.Merge(present.ConvertAll(path => LoadKubeConfig(new FileInfo(path)))), null, null);
    }

    private static KubernetesClientConfiguration FromModel(K8SConfiguration file, string contextName, string masterUrl)
    {
        contextName ??= file.CurrentContext;
        var configuration = new KubernetesClientConfiguration { CurrentContext = contextName };
        if (string.IsNullOrEmpty(contextName))
        {
            configuration.Host = masterUrl ?? throw new KubeConfigException("The kubeconfig has no current-context, and none was asked for.");
            return configuration;
        }

        var context = file.Contexts.FirstOrDefault(entry => entry.Name == contextName)?.ContextDetails
            ?? throw new KubeConfigException($"The kubeconfig has no context '{contextName}'.");
        configuration.Namespace = context.Namespace;
        configuration.SetCluster(file, context, masterUrl);
        configuration.SetUser(file, context);
        return configuration;
    }

    private void SetCluster(K8SConfiguration file, ContextDetails context, string masterUrl)
    {
        var cluster = file.Clusters.FirstOrDefault(entry => entry.Name == context.Cluster)?.ClusterEndpoint
            ?? throw new KubeConfigException($"The kubeconfig has no cluster '{context.Cluster}'.");
        Host = masterUrl ?? cluster.Server;
        if (!Uri.TryCreate(Host, UriKind.Absolute, out _)) throw new KubeConfigException($"The server '{Host}' of cluster '{context.Cluster}' is not a URL.");
        SkipTlsVerify = cluster.SkipTlsVerify;
        TlsServerName = cluster.TlsServerName;
        if (!string.IsNullOrEmpty(cluster.CertificateAuthorityData))
            SslCaCerts = Authorities(Encoding.UTF8.GetString(Convert.FromBase64String(cluster.CertificateAuthorityData)));
        else if (!string.IsNullOrEmpty(cluster.CertificateAuthority))
            SslCaCerts = Authorities(File.ReadAllText(cluster.CertificateAuthority));
    }

    private void SetUser(K8SConfiguration file, ContextDetails context)
    {
        if (string.IsNullOrEmpty(context.User)) return;
        var user = file.Users.FirstOrDefault(entry => entry.Name == context.User)?.UserCredentials
            ?? throw new KubeConfigException($"The kubeconfig has no user '{context.User}'.");
        Username = user.UserName;
        Password = user.Password;
        AccessToken = user.Token;
        if (string.IsNullOrEmpty(user.Token) && !string.IsNullOrEmpty(user.TokenFile)) TokenProvider = new TokenFileAuth(user.TokenFile);
        ClientCertificateData = user.ClientCertificateData;
        ClientCertificateKeyData = user.ClientKeyData;
        ClientCertificateFilePath = user.ClientCertificate;
        ClientKeyFilePath = user.ClientKey;
        if (user.ExternalExecution is { } exec) SetExec(exec);
    }

    private void SetExec(ExternalExecution exec)
    {
        var first = ExecuteExternalCommand(exec).Status;
        if (!string.IsNullOrEmpty(first.Token)) TokenProvider = new ExecTokenProvider(exec, TimeProvider.System, first);
        if (string.IsNullOrEmpty(first.ClientCertificateData)) return;
        ClientCertificateData = Convert.ToBase64String(Encoding.UTF8.GetBytes(first.ClientCertificateData));
        ClientCertificateKeyData = Convert.ToBase64String(Encoding.UTF8.GetBytes(first.ClientKeyData));
    }

    private static X509Certificate2Collection Authorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities.Count > 0 ? authorities : throw new KubeConfigException("The certificate authority of the cluster holds no certificate.");
    }
}
