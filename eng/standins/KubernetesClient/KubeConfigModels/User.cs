using YamlDotNet.Serialization;

namespace k8s.KubeConfigModels;

/// <summary>A named user.</summary>
public class User
{
    [YamlMember(Alias = "name")]
    public string Name { get; set; }

    [YamlMember(Alias = "user")]
    public UserCredentials UserCredentials { get; set; }
}

/// <summary>How a user proves who they are.</summary>
public class UserCredentials
{
    [YamlMember(Alias = "client-certificate")]
    public string ClientCertificate { get; set; }

    [YamlMember(Alias = "client-certificate-data")]
    public string ClientCertificateData { get; set; }

    [YamlMember(Alias = "client-key")]
    public string ClientKey { get; set; }

    [YamlMember(Alias = "client-key-data")]
    public string ClientKeyData { get; set; }

    [YamlMember(Alias = "token")]
    public string Token { get; set; }

    [YamlMember(Alias = "username")]
    public string UserName { get; set; }

    [YamlMember(Alias = "password")]
    public string Password { get; set; }

    [YamlMember(Alias = "exec")]
    public ExternalExecution ExternalExecution { get; set; }

    /// <summary>kubectl reads it, so kubeconfigs carry it; the package has no public property for it.</summary>
    [YamlMember(Alias = "tokenFile")]
    internal string TokenFile { get; set; }
}
