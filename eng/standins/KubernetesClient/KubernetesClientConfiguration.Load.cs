using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

public partial class KubernetesClientConfiguration
{
    /// <summary>How long a credential plugin may run.</summary>
    public static TimeSpan ExecTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Reads a kubeconfig without acting on it.</summary>
    /// <exception cref="KubeConfigException">The file is missing or not a kubeconfig.</exception>
    public static K8SConfiguration LoadKubeConfig(string kubeconfigPath = null, bool useRelativePaths = true) =>
        LoadKubeConfig(new FileInfo(kubeconfigPath ?? KubeConfigDefaultLocation), useRelativePaths);

    /// <inheritdoc cref="LoadKubeConfig(string, bool)"/>
    public static K8SConfiguration LoadKubeConfig(FileInfo kubeconfig, bool useRelativePaths = true) =>
        KubeConfigFile.Read(kubeconfig ?? throw new ArgumentNullException(nameof(kubeconfig)), useRelativePaths);

    /// <summary>Runs a credential plugin once.</summary>
    /// <exception cref="KubeConfigException">The plugin cannot be run, fails, takes too long, or prints no credential.</exception>
    public static ExecCredentialResponse ExecuteExternalCommand(ExternalExecution config) =>
        CredentialPlugin.Run(config ?? throw new ArgumentNullException(nameof(config)), ExecTimeout);
}
