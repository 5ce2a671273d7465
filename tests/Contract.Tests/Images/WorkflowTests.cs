using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Images;

/// <summary>Workflows run elsewhere; that they name what exists, and no more rights than they need, is checked here.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Root = Golden.RepositoryRoot;
    private static readonly string Folder = Path.Combine(Root, ".github", "workflows");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_are_of_one_version(string file) =>
        Assert.All(Steps(file).Select(step => (string?)step["uses"]).OfType<string>(), action => Assert.Matches(Version(), action));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_may_read_alone_unless_a_job_says_why_not_and_every_job_ends(string file)
    {
        var workflow = Read(file);
        Assert.Equal("""{"contents":"read"}""", workflow["permissions"]!.ToJsonString());
        Assert.Null(workflow["on"]!["pull_request_target"]);
        Assert.All(workflow["jobs"]!.AsObject(), job => Assert.NotNull(job.Value!["timeout-minutes"]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Targets_and_files_that_are_named_exist(string file)
    {
        var targets = Target().Matches(File.ReadAllText(Path.Combine(Root, "Makefile"))).Select(match => match.Groups[1].Value).ToHashSet();
        var runs = string.Join('\n', Steps(file).Select(step => (string?)step["run"]).OfType<string>());
        Assert.All(Make().Matches(runs).Select(match => match.Groups[1].Value), target => Assert.Contains(target, targets));
        Assert.All(Named().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(match => match.Value), path => Assert.True(Path.Exists(Path.Combine(Root, path)), path));
        Assert.All(Project().Matches(runs).Select(match => match.Groups[1].Value.Split(' ')).SelectMany(names => names), name => Assert.True(Directory.Exists(Path.Combine(Root, "tests", $"{name}.Tests")), name));
    }

    [Fact]
    public void Both_ways_to_build_are_tried()
    {
        var runs = Steps("ci.yaml").Select(step => (string?)step["run"]).OfType<string>().ToList();
        Assert.Contains("make test", runs);
        Assert.Contains(runs, run => run.Contains("-p:UseStandIns=false", StringComparison.Ordinal));
    }

    private static JsonObject Read(string file) => Yaml.Read(File.ReadAllText(Path.Combine(Folder, file))).Single();

    private static IEnumerable<JsonNode> Steps(string file) => Read(file)["jobs"]!.AsObject().SelectMany(job => job.Value!["steps"]!.AsArray()).OfType<JsonNode>();

    [GeneratedRegex(@"^[a-z-]+/[a-z-]+@v\d+\.\d+\.\d+$")]
    private static partial Regex Version();

    [GeneratedRegex("^([a-z-]+):", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"\bmake ([a-z-]+)")]
    private static partial Regex Make();

    [GeneratedRegex(@"\b(?:images/[A-Za-z.]+|charts/inferops\b|crds/examples/[a-z-]+\.yaml|operator/Operator\.Host|runtime/Runtime\.Host|global\.json)")]
    private static partial Regex Named();

    [GeneratedRegex("for project in ([A-Za-z. ]+);")]
    private static partial Regex Project();
}
