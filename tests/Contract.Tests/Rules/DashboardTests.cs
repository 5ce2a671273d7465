using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using InferOps.Sandbox;
using InferOps.Sandbox.Processes;
using InferOps.TestKit;

namespace InferOps.Contract.Tests.Rules;

/// <summary>Grafana has no checker to run here; what can be wrong without one is checked.</summary>
public sealed partial class DashboardTests
{
    private static readonly string Folder = Path.Combine(Golden.RepositoryRoot, "charts", "inferops", "dashboards");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Prometheus_parses_every_expression(string file)
    {
        var rules = Expressions(Read(file)).Select(JsonNode (expression, index) => new JsonObject { ["record"] = $"panel:{index}", ["expr"] = Filled(expression) });
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["name"] = "panels", ["rules"] = new JsonArray([.. rules]) }) }.ToJsonString(), Cancellation);
            (await Shell.RunAsync(Workspace.Tool("promtool"), ["check", "rules", "--lint=none", path], cancellationToken: Cancellation)).Checked("promtool check rules");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_name_only_series_that_something_exports(string file) =>
        Assert.Empty(Expressions(Read(file)).SelectMany(Expression.Series).Except(KnownSeries.All));

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_panel_asks_the_data_source_that_was_chosen_and_says_what_it_shows(string file)
    {
        var panels = Panels(Read(file)).Where(panel => (string?)panel["type"] != "row").ToList();
        Assert.NotEmpty(panels);
        Assert.All(panels, panel =>
        {
            Assert.Equal("${datasource}", (string?)panel["datasource"]!["uid"]);
            Assert.False(string.IsNullOrWhiteSpace((string?)panel["title"]) || string.IsNullOrWhiteSpace((string?)panel["description"]));
            Assert.All(panel["targets"]!.AsArray(), target => Assert.Equal("${datasource}", (string?)target!["datasource"]!["uid"]));
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_variable_that_is_used_is_declared_and_the_other_way_round(string file)
    {
        var dashboard = Read(file);
        var declared = dashboard["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["name"]!).ToHashSet(StringComparer.Ordinal);
        var text = dashboard.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var used = Variable().Matches(text).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(declared.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_have_numbers_of_their_own_and_do_not_overlap(string file)
    {
        var panels = Panels(Read(file)).ToList();
        Assert.Equal(panels.Count, panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        var cells = panels.SelectMany(panel => Cells(panel["gridPos"]!)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.X, 0, 23));
    }

    [Fact]
    public void Dashboards_can_be_told_apart() => Assert.Equal(
        ["inferops-fleet", "inferops-operator", "inferops-service"], Files.Select(row => (string)Read(row.Data)["uid"]!));

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!;

    private static IEnumerable<JsonNode> Panels(JsonNode dashboard) => dashboard["panels"]!.AsArray().OfType<JsonNode>();

    private static IEnumerable<string> Expressions(JsonNode dashboard) =>
        Panels(dashboard).SelectMany(panel => panel["targets"]?.AsArray() ?? []).Select(target => (string)target!["expr"]!);

    private static string Filled(string expression) => Variable().Replace(expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal), "x");

    private static IEnumerable<(int X, int Y)> Cells(JsonNode place) =>
        from x in Enumerable.Range((int)place["x"]!, (int)place["w"]!)
        from y in Enumerable.Range((int)place["y"]!, (int)place["h"]!)
        select (x, y);

    [GeneratedRegex(@"\$\{?([A-Za-z_]+)\}?")]
    private static partial Regex Variable();
}
