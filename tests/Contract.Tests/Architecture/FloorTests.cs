using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Architecture;

/// <summary>Dependencies point down, and foreign packages stay where the design puts them.</summary>
public sealed class FloorTests
{
    public static TheoryData<Floor> Floors => [.. Floor.All];

    [Fact]
    public void Every_product_project_has_its_floor()
    {
        var projects = new[] { "operator", "runtime" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Golden.RepositoryRoot, folder), "*.csproj", SearchOption.AllDirectories));
        Assert.Equal(Floor.All.Select(floor => floor.Name).Order(), projects.Select(project => Path.GetFileNameWithoutExtension(project)).Order());
    }

    [Fact]
    public void Each_floor_stands_on_lower_ones()
    {
        var below = new HashSet<string>();
        foreach (var floor in Floor.All)
        {
            Assert.Empty(floor.On.Except(below));
            below.Add(floor.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void References_nothing_else_in_its_project_file(Floor floor)
    {
        Assert.Empty(floor.Project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)).Except(floor.On));
        Assert.Empty(floor.NamedPackages.Except(floor.Packages));
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void References_nothing_else_in_what_was_built(Floor floor)
    {
        var allowed = Reachable(floor).Select(name => "InferOps." + name).ToHashSet();
        var foreign = ReferencesOf(floor).Where(name => name.StartsWith("InferOps.", StringComparison.Ordinal)
            ? !allowed.Contains(name)
            : !IsBaseLibrary(name) && !floor.Packages.Contains(name) && !floor.Foreign.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.Empty(foreign);
    }

    private static IEnumerable<string> Reachable(Floor floor) => floor.On.SelectMany(name => Reachable(Floor.All.Single(other => other.Name == name)).Prepend(name));

    /// <summary>System.CommandLine and System.Numerics.Tensors are packages in spite of their names.</summary>
    private static bool IsBaseLibrary(string name) =>
        (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib" or "netstandard" or "Microsoft.Win32.Primitives") && name is not ("System.CommandLine" or "System.Numerics.Tensors");

    private static IEnumerable<string> ReferencesOf(Floor floor)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(Golden.RepositoryRoot, floor.Path, "bin", here.Parent!.Name, here.Name);
        var assembly = floor.Project.Descendants("AssemblyName").FirstOrDefault()?.Value ?? "InferOps." + floor.Name;
        using var image = new PEReader(File.OpenRead(Path.Combine(folder, assembly + ".dll")));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
