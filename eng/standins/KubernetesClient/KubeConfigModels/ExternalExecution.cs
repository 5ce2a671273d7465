using YamlDotNet.Serialization;

namespace k8s.KubeConfigModels;

/// <summary>A credential plugin: the program to run and how.</summary>
public class ExternalExecution
{
    [YamlMember(Alias = "apiVersion")]
    public string ApiVersion { get; set; }

    [YamlMember(Alias = "command")]
    public string Command { get; set; }

    [YamlMember(Alias = "args")]
    public IList<string> Arguments { get; set; }

    /// <summary>Each entry holds a <c>name</c> and a <c>value</c>.</summary>
    [YamlMember(Alias = "env")]
    public IList<Dictionary<string, string>> EnvironmentVariables { get; set; }

    [YamlMember(Alias = "installHint")]
    public string InstallHint { get; set; }

    [YamlMember(Alias = "provideClusterInfo")]
    public bool ProvideClusterInfo { get; set; }
}
