using System.Text.Json;
using System.Text.RegularExpressions;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Images;

/// <summary>No image is built here; what can be wrong without building is checked.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string Root = Golden.RepositoryRoot;

    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Root, "images"), "*.Dockerfile").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Base_images_are_of_one_version_and_stages_exist(string file)
    {
        var stages = new HashSet<string>(StringComparer.Ordinal);
        foreach (var words in Instructions(file, "FROM").Select(line => line.Split(' ').Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToList()))
        {
            Assert.True(stages.Contains(words[0]) || Versioned().IsMatch(words[0]), words[0]);
            if (words.Count > 2) stages.Add(words[2]);
        }
        Assert.All(Instructions(file, "COPY").Select(line => From().Match(line)).Where(match => match.Success), match => Assert.Contains(match.Groups[1].Value, stages));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_is_published_exists_with_the_real_packages_and_is_what_is_started(string file)
    {
        var project = Assert.Single(Instructions(file, "RUN").Select(line => Published().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct());
        var source = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(Root, project), "*.csproj")));
        var assembly = AssemblyName().Match(source) is { Success: true } own ? own.Groups[1].Value : $"InferOps.{Path.GetFileName(project)}";
        Assert.Equal(["dotnet", $"/app/{assembly}.dll"], JsonSerializer.Deserialize<string[]>(Assert.Single(Instructions(file, "ENTRYPOINT")))!);
        Assert.All(Instructions(file, "RUN").Where(line => line.Contains("dotnet publish", StringComparison.Ordinal)), line => Assert.Contains("-p:UseStandIns=false", line, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_image_has_no_shell_runs_as_nobody_and_says_what_it_is(string file)
    {
        Assert.Contains(Instructions(file, "FROM"), line => line.Contains("-chiseled", StringComparison.Ordinal));
        Assert.Equal("65532:65532", Assert.Single(Instructions(file, "USER")));
        var label = Assert.Single(Instructions(file, "LABEL"));
        Assert.All(["title", "description", "source", "licenses", "version", "revision"], name => Assert.Contains($"org.opencontainers.image.{name}=", label, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_left_out_of_the_sources_is_not_needed_to_build()
    {
        var ignored = File.ReadAllLines(Path.Combine(Root, ".dockerignore"));
        Assert.Empty(ignored.Intersect(["operator", "runtime", "eng", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "BannedSymbols.txt", ".editorconfig"]));
        Assert.Superset(new HashSet<string>(["**/bin", "**/obj", "artifacts", ".git"], StringComparer.Ordinal), ignored.ToHashSet());
    }

    /// <summary>What follows an instruction, with continued lines joined.</summary>
    private static IReadOnlyList<string> Instructions(string file, string instruction) =>
        [.. File.ReadAllText(Path.Combine(Root, "images", file)).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.StartsWith(instruction + " ", StringComparison.Ordinal)).Select(line => line[(instruction.Length + 1)..].Trim())];

    [GeneratedRegex(@"^[a-z0-9./-]+:\d+[A-Za-z0-9.-]*$")]
    private static partial Regex Versioned();

    [GeneratedRegex(@"--from=(\S+)")]
    private static partial Regex From();

    [GeneratedRegex(@"dotnet publish (\S+)")]
    private static partial Regex Published();

    [GeneratedRegex("<AssemblyName>(.*)</AssemblyName>")]
    private static partial Regex AssemblyName();
}
