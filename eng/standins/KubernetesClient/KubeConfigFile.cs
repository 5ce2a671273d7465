using k8s.Exceptions;
using k8s.KubeConfigModels;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace k8s;

/// <summary>Reads kubeconfig files and merges several into one.</summary>
internal static class KubeConfigFile
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().IgnoreUnmatchedProperties().IncludeNonPublicProperties().Build();

    public static K8SConfiguration Read(FileInfo file, bool useRelativePaths)
    {
        if (!file.Exists) throw new KubeConfigException($"The kubeconfig {file.FullName} does not exist.");
        var configuration = Parse(file);
        configuration.FileName = file.FullName;
        if (useRelativePaths) ResolvePaths(configuration, file.DirectoryName);
        return configuration;
    }

    /// <summary>The first file that names a thing wins, as with kubectl.</summary>
    public static K8SConfiguration Merge(List<K8SConfiguration> files) => new()
    {
        ApiVersion = files[0].ApiVersion,
        Kind = files[0].Kind,
        CurrentContext = files.Select(file => file.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
        Contexts = files.SelectMany(file => file.Contexts).DistinctBy(entry => entry.Name).ToList(),
        Clusters = files.SelectMany(file => file.Clusters).DistinctBy(entry => entry.Name).ToList(),
        Users = files.SelectMany(file => file.Users).DistinctBy(entry => entry.Name).ToList(),
        FileName = files[0].FileName,
    };

    private static K8SConfiguration Parse(FileInfo file)
    {
        try
        {
            using var reader = file.OpenText();
            var configuration = Yaml.Deserialize<K8SConfiguration>(reader) ?? throw new KubeConfigException($"The kubeconfig {file.FullName} is empty.");
            // "users: null" is what tools write for none.
            configuration.Contexts ??= [];
            configuration.Clusters ??= [];
            configuration.Users ??= [];
            return configuration;
        }
        catch (YamlException error)
        {
            throw new KubeConfigException($"The kubeconfig {file.FullName} is not valid: {error.Message}", error);
        }
    }

    private static void ResolvePaths(K8SConfiguration configuration, string folder)
    {
        string Resolve(string path) => string.IsNullOrEmpty(path) ? path : Path.GetFullPath(path, folder);
        foreach (var cluster in configuration.Clusters.Select(entry => entry.ClusterEndpoint).OfType<ClusterEndpoint>())
            cluster.CertificateAuthority = Resolve(cluster.CertificateAuthority);
        foreach (var user in configuration.Users.Select(entry => entry.UserCredentials).OfType<UserCredentials>())
        {
            user.ClientCertificate = Resolve(user.ClientCertificate);
            user.ClientKey = Resolve(user.ClientKey);
            user.TokenFile = Resolve(user.TokenFile);
            // A bare name is looked up in PATH; anything with a separator is a path.
            if (user.ExternalExecution?.Command is { } command && command.Contains('/', StringComparison.Ordinal)) user.ExternalExecution.Command = Resolve(command);
        }
    }
}
