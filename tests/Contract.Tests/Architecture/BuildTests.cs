using System.Text.Json.Nodes;
using InferOps.Sandbox.Processes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Architecture;

/// <summary>What the build makes of the project files, asked of MSBuild itself.</summary>
public sealed class BuildTests
{
    public static TheoryData<Floor> WithSwappedPackages => [.. Floor.All.Where(floor => floor.NamedPackages.Any(HasStandIn))];

    public static TheoryData<Floor> Floors => [.. Floor.All];

    [Theory]
    [MemberData(nameof(WithSwappedPackages))]
    public async Task One_switch_builds_the_same_sources_against_the_real_packages(Floor floor)
    {
        var real = await EvaluateAsync(floor, useStandIns: false);
        Assert.Empty(floor.UnconditionalPackages.Except(Items(real, "PackageReference")));
        Assert.DoesNotContain(Items(real, "ProjectReference"), IsStandIn);
        Assert.Empty(floor.NamedPackages.Except(Items(real, "PackageVersion")));

        var standing = await EvaluateAsync(floor, useStandIns: true);
        Assert.Equal(floor.NamedPackages.Where(HasStandIn).Order(), Items(standing, "ProjectReference").Where(IsStandIn).Select(path => Path.GetFileNameWithoutExtension(path)).Order());
        Assert.DoesNotContain(Items(standing, "PackageReference"), HasStandIn);
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public async Task Every_configuration_treats_warnings_as_errors_and_bans_ambient_clocks(Floor floor)
    {
        var evaluated = await EvaluateAsync(floor, useStandIns: true, "Release");
        Assert.Equal("true", (string?)evaluated["Properties"]!["TreatWarningsAsErrors"]);
        Assert.Contains(Items(evaluated, "AdditionalFiles"), path => Path.GetFileName(path) == "BannedSymbols.txt");
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Items(evaluated, "PackageReference"));
    }

    [Fact]
    public void Nobody_silences_the_ban()
    {
        var sources = new[] { "operator", "runtime" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Golden.RepositoryRoot, folder), "*.cs", SearchOption.AllDirectories));
        Assert.DoesNotContain(sources, file => File.ReadAllText(file).Contains("RS0030", StringComparison.Ordinal));
    }

    private static bool HasStandIn(string package) => Directory.Exists(Path.Combine(Golden.RepositoryRoot, "eng", "standins", package));

    private static bool IsStandIn(string path) => path.Replace('\\', '/').Contains("eng/standins/", StringComparison.Ordinal);

    private static HashSet<string> Items(JsonNode evaluated, string kind) => [.. evaluated["Items"]![kind]!.AsArray().Select(item => item!["Identity"]!.GetValue<string>())];

    private static async Task<JsonNode> EvaluateAsync(Floor floor, bool useStandIns, string configuration = "Debug")
    {
        var result = await Shell.RunAsync(
            "dotnet",
            [
                "msbuild", floor.ProjectFile, $"-p:UseStandIns={(useStandIns ? "true" : "false")}", $"-p:Configuration={configuration}", "-nodeReuse:false", "-getProperty:TreatWarningsAsErrors",
                "-getItem:PackageReference", "-getItem:PackageVersion", "-getItem:ProjectReference", "-getItem:AdditionalFiles",
            ],
            cancellationToken: TestContext.Current.CancellationToken);
        return JsonNode.Parse(result.Checked("dotnet msbuild").Output)!;
    }
}
