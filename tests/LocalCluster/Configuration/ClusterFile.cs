using System.Text.RegularExpressions;
using InferOps.LocalCluster.Kubelet;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace InferOps.LocalCluster.Configuration;

/// <summary>
/// The YAML file that describes a local cluster: <c>nodes</c>, <c>images</c>, <c>hostPaths</c>, <c>network</c> and <c>restartBackOffSeconds</c>.
/// <c>${NAME}</c> stands for an environment variable, <c>${HERE}</c> for the folder of the file, so that no machine's paths need to be written down.
/// </summary>
public sealed partial class ClusterFile
{
    public List<NodeEntry> Nodes { get; set; } = [];

    public List<ImageEntry> Images { get; set; } = [];

    public Dictionary<string, string> HostPaths { get; set; } = [];

    /// <summary>See <see cref="KubeletOptions.Network"/>.</summary>
    public byte? Network { get; set; }

    public double RestartBackOffSeconds { get; set; } = 10;

    /// <exception cref="FormatException">The file is not what it should be; the message says where.</exception>
    public static KubeletOptions Load(string path)
    {
        var here = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var text = Reference().Replace(File.ReadAllText(path), match => Value(match.Groups["name"].Value, here));
        try
        {
            var file = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<ClusterFile>(text) ?? new ClusterFile();
            return file.ToOptions();
        }
        catch (YamlException error)
        {
            throw new FormatException($"{path}:{error.Start.Line}: {error.InnerException?.Message ?? error.Message}", error);
        }
    }

    private KubeletOptions ToOptions() => new()
    {
        Nodes = [.. Nodes.SelectMany(node => node.ToOptions())],
        Images = Images.ConvertAll(image => image.ToRule()),
        HostPaths = HostPaths,
        Network = Network,
        RestartBackOff = TimeSpan.FromSeconds(RestartBackOffSeconds),
    };

    private static string Value(string name, string here) => name == "HERE"
        ? here
        : Environment.GetEnvironmentVariable(name) ?? throw new FormatException($"The configuration refers to the environment variable {name}, which is not set.");

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Reference();
}

/// <summary>One node, or <see cref="Count"/> alike: then named with <c>-1</c>, <c>-2</c>, …</summary>
public sealed class NodeEntry
{
    public string Name { get; set; } = "";

    public int Count { get; set; } = 1;

    public Dictionary<string, string> Labels { get; set; } = [];

    public List<TaintEntry> Taints { get; set; } = [];

    public Dictionary<string, string> Capacity { get; set; } = [];

    internal IEnumerable<NodeOptions> ToOptions() => Enumerable.Range(1, Count).Select(number => new NodeOptions
    {
        Name = Count == 1 ? Name : $"{Name}-{number}",
        Labels = Labels,
        Taints = Taints.ConvertAll(taint => new TaintOptions { Key = taint.Key, Value = taint.Value, Effect = taint.Effect }),
        Capacity = Capacity,
    });
}

public sealed class TaintEntry
{
    public string Key { get; set; } = "";

    public string Value { get; set; } = "";

    public string Effect { get; set; } = "NoSchedule";
}

/// <summary>See <see cref="ImageRule"/>.</summary>
public sealed class ImageEntry
{
    public string Name { get; set; } = "*";

    public List<string> Command { get; set; } = [];

    public List<string> Args { get; set; } = [];

    public Dictionary<string, string> Env { get; set; } = [];

    public Dictionary<string, string> Paths { get; set; } = [];

    public string? WorkingDirectory { get; set; }

    internal ImageRule ToRule() => new() { Name = Name, Command = Command, Args = Args, Env = Env, Paths = Paths, WorkingDirectory = WorkingDirectory };
}
