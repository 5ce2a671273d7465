using System.Text.Json.Nodes;
using InferOps.LocalCluster.Tests.ApiServer;

namespace InferOps.LocalCluster.Tests.Admission;

public sealed class WebhookMatchingTests
{
    [Theory]
    [InlineData("every resource by a star", """{"rules":[{"apiGroups":[""],"apiVersions":["*"],"resources":["*"],"operations":["*"]}]}""", true)]
    [InlineData("another resource", """{"rules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":["secrets"],"operations":["*"]}]}""", false)]
    [InlineData("another group", """{"rules":[{"apiGroups":["apps"],"apiVersions":["v1"],"resources":["*"],"operations":["*"]}]}""", false)]
    [InlineData("another operation", """{"rules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":["*"],"operations":["UPDATE"]}]}""", false)]
    [InlineData("subresources only", """{"rules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":["*/status"],"operations":["*"]}]}""", false)]
    [InlineData("what lies in namespaces", """{"rules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":["*"],"operations":["*"],"scope":"Namespaced"}]}""", true)]
    [InlineData("what lies in no namespace", """{"rules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":["*"],"operations":["*"],"scope":"Cluster"}]}""", false)]
    [InlineData("its namespace by a label", """{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"default"}}}""", true)]
    [InlineData("other namespaces", """{"namespaceSelector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"NotIn","values":["default"]}]}}""", false)]
    [InlineData("its label", """{"objectSelector":{"matchLabels":{"color":"blue"}}}""", true)]
    [InlineData("another label", """{"objectSelector":{"matchLabels":{"color":"red"}}}""", false)]
    public async Task A_webhook_is_called_for_what_it_selects(string selects, string fields, bool called)
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, change: entry =>
        {
            foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject()) entry[name] = value!.DeepClone();
        });
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c", """{"color":"blue"}"""));
        Assert.True(called == webhook.Asked.Count > 0, selects);
    }

    [Fact]
    public async Task A_label_that_is_taken_away_still_selects_the_update_that_takes_it()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c", """{"color":"blue"}"""));
        await Hooks.RegisterAsync(server, webhook, change: entry => entry["objectSelector"] = JsonNode.Parse("""{"matchLabels":{"color":"blue"}}"""));
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"metadata":{"labels":{"color":null}}}""");
        Assert.Single(webhook.Asked);
        await server.MergeAsync($"{Bodies.ConfigMaps}/c", """{"data":{"a":"3"}}""");
        Assert.Single(webhook.Asked);
    }

    [Theory]
    [InlineData("Equivalent", "v1")]
    [InlineData("Exact", null)]
    public async Task Another_version_matches_by_equivalence_and_is_shown_in_the_version_of_the_rule(string policy, string? shown)
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        var definition = Bodies.Definition.Replace("  versions:\n", """
              versions:
              - name: v2
                served: true
                storage: false
                schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }

            """.Replace("    versions", "  versions"), StringComparison.Ordinal);
        Assert.Equal(201, (await server.SendAsync(HttpMethod.Post, Bodies.Definitions, definition, "application/yaml")).Code);
        await Hooks.RegisterAsync(server, webhook, change: entry =>
        {
            var rule = Hooks.Rule("widgets", "CREATE");
            rule["apiGroups"] = new JsonArray("example.dev");
            (entry["rules"], entry["matchPolicy"]) = (new JsonArray(rule), policy);
        });
        await server.CreateAsync(Bodies.Widgets.Replace("/v1/", "/v2/", StringComparison.Ordinal), Bodies.Widget.Replace("/v1\"", "/v2\"", StringComparison.Ordinal));
        Assert.Equal(shown, (string?)webhook.Asked.SingleOrDefault()?["kind"]!["version"]);
        if (shown is not null) Assert.Equal(("v2", "example.dev/v1"), ((string?)webhook.Asked[0]["requestKind"]!["version"], (string?)webhook.Asked[0]["object"]!["apiVersion"]));
    }
}
