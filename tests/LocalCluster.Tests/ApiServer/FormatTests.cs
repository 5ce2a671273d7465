using System.Text.Json;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Api.Http.Protobuf;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Api.Tables;
using InferOps.LocalCluster.Api.Tables.Paths;

namespace InferOps.LocalCluster.Tests.ApiServer;

public sealed class FormatTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("a=1", true)]
    [InlineData("a==1,b!=1", true)]
    [InlineData("a!=1", false)]
    [InlineData("a in (1, 2),!c", true)]
    [InlineData("a notin (1,2)", false)]
    [InlineData("c notin (1)", true)]
    [InlineData("app.kubernetes.io/name", false)]
    [InlineData("b", true)]
    public void A_label_selector_selects(string text, bool matches) =>
        Assert.Equal(matches, LabelSelector.Parse(text).Matches(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }));

    [Theory]
    [InlineData("a=1,")]
    [InlineData("a in (")]
    [InlineData("=x")]
    public void What_is_no_selector_is_refused(string text) => Assert.Equal(400, Assert.Throws<ApiException>(() => LabelSelector.Parse(text)).Code);

    [Theory]
    [InlineData(".spec.size", "3")]
    [InlineData(".status.conditions[?(@.type==\"Ready\")].status", "True")]
    [InlineData(".status.conditions[?(@.type=='Ready')].reason", "Good")]
    [InlineData(".status.conditions[0].type", "Other")]
    [InlineData(".status.conditions[-1].type", "Ready")]
    [InlineData(".status.conditions[*].type", "Other Ready")]
    [InlineData(".metadata.labels.a\\.b/c", "x")]
    [InlineData(".metadata.labels['a.b/c']", "x")]
    [InlineData(".missing.path", "")]
    [InlineData(".status.conditions[", "")]
    public void A_column_path_finds(string path, string found)
    {
        using var document = JsonDocument.Parse("""
            {"spec":{"size":3},"metadata":{"labels":{"a.b/c":"x"}},
             "status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True","reason":"Good"}]}}
            """);
        Assert.Equal(found, string.Join(' ', JsonPath.Parse(path).Find(document.RootElement)));
    }

    [Theory]
    [InlineData(5, "5s")]
    [InlineData(119, "119s")]
    [InlineData(125, "2m5s")]
    [InlineData(660, "11m")]
    [InlineData(4 * 3600 + 120, "4h2m")]
    [InlineData(30 * 3600, "30h")]
    [InlineData(3 * 86400, "3d")]
    [InlineData(400 * 86400, "400d")]
    public void An_age_reads(long seconds, string text) => Assert.Equal(text, Age.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task A_table_has_the_columns_of_the_definition()
    {
        await using var server = await RunningServer.StartAsync();
        await server.SendAsync(HttpMethod.Post, Bodies.Definitions, Bodies.Definition, "application/yaml");
        await server.CreateAsync(Bodies.Widgets, Bodies.Widget);
        await server.MergeAsync($"{Bodies.Widgets}/w/status", """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""");

        var table = (await server.SendAsync(HttpMethod.Get, Bodies.Widgets, accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")).Json;

        Assert.Equal(["Name", "Size", "Ready"], table["columnDefinitions"]!.AsArray().Select(column => (string)column!["name"]!));
        Assert.Equal("""["w",3,"True"]""", table["rows"]![0]!["cells"]!.ToJsonString());
    }

    [Theory]
    [InlineData("application/vnd.kubernetes.protobuf", 406)]
    [InlineData("application/vnd.kubernetes.protobuf,application/json", 200)]
    [InlineData("*/*", 200)]
    public async Task An_answer_is_negotiated(string accept, int code)
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal(code, (await server.SendAsync(HttpMethod.Get, Bodies.Pods, accept: accept)).Code);
    }

    [Fact]
    public void A_protobuf_body_becomes_the_object_it_is()
    {
        byte[] envelope = [.. "k8s\0"u8, .. Field(1, [.. Field(1, "v1"u8), .. Field(2, "ConfigMap"u8)]), .. Field(2, [.. Field(1, Field(1, "c"u8)), .. Field(2, [.. Field(1, "k"u8), .. Field(2, "v"u8)])])];
        Assert.Equal("""{"metadata":{"name":"c"},"data":{"k":"v"},"apiVersion":"v1","kind":"ConfigMap"}""", ProtobufBody.Parse(envelope).ToJsonString());
    }

    [Fact]
    public void A_protobuf_field_that_is_not_read_refuses_the_body()
    {
        byte[] envelope = [.. "k8s\0"u8, .. Field(1, [.. Field(1, "v1"u8), .. Field(2, "ConfigMap"u8)]), .. Field(2, Field(9, "?"u8))];
        Assert.Equal(415, Assert.Throws<ApiException>(() => ProtobufBody.Parse(envelope)).Code);
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];
}
