using System.Xml.Linq;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Architecture;

/// <summary>One product project and what it may stand on. The order of the table is from the ground up.</summary>
/// <param name="Path">Folder from the repository's root.</param>
/// <param name="On">Product projects it may reference.</param>
/// <param name="Packages">Packages it may name.</param>
/// <param name="Foreign">Prefixes of assemblies its own may reference, besides those of .NET's base library and of the product.</param>
public sealed record Floor(string Path, string[] On, string[] Packages, string[] Foreign)
{
    private const string Web = "Microsoft.AspNetCore";
    private const string Hosting = "Microsoft.Extensions";

    public static IReadOnlyList<Floor> All { get; } =
    [
        new("runtime/Runtime.Contract", [], [], []),
        new("runtime/Runtime.Core", ["Runtime.Contract"], ["System.Numerics.Tensors"], []),
        new("runtime/Runtime.Server", ["Runtime.Core"],
            ["Jint", "OpenTelemetry.Exporter.OpenTelemetryProtocol", "OpenTelemetry.Extensions.Hosting", "OpenTelemetry.Instrumentation.AspNetCore", "prometheus-net", "prometheus-net.AspNetCore"],
            [Web, "Microsoft.Net.Http", Hosting, "OpenTelemetry", "Prometheus", "Jint", "Acornima"]),
        new("runtime/Runtime.Bench", [], [], []),
        new("runtime/Runtime.Host", ["Runtime.Server", "Runtime.Bench"], ["LLamaSharp", "LLamaSharp.Backend.Cpu", "LLamaSharp.Backend.Cuda12", "System.CommandLine", "System.Numerics.Tensors"], [Web, Hosting, "LLamaSharp"]),
        new("operator/Operator.Core", ["Runtime.Contract"], [], []),
        new("operator/Operator.Reconciliation", ["Operator.Core"], [], []),
        new("operator/Operator.Simulator", ["Operator.Reconciliation"], ["System.CommandLine", "YamlDotNet"], []),
        new("operator/Operator.Host", ["Operator.Reconciliation"], ["KubeOps.Operator", "KubeOps.Operator.Web", "KubernetesClient", "prometheus-net.AspNetCore"],
            [Web, Hosting, "Prometheus", "prometheus-net", "KubeOps", "KubernetesClient"]),
    ];

    public string Name => System.IO.Path.GetFileName(Path);

    public string ProjectFile => System.IO.Path.Combine(Golden.RepositoryRoot, Path, Name + ".csproj");

    public XDocument Project => XDocument.Load(ProjectFile);

    public IEnumerable<string> NamedPackages => References.Select(reference => reference.Attribute("Include")!.Value);

    /// <summary>Without those that only one kind of image takes.</summary>
    public IEnumerable<string> UnconditionalPackages => References.Where(reference => reference.Attribute("Condition") is null).Select(reference => reference.Attribute("Include")!.Value);

    private IEnumerable<XElement> References => Project.Descendants("PackageReference");

    public override string ToString() => Name;
}
