using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Tests.ApiServer;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Tests.Admission;

public sealed class WebhookCallTests
{
    private const string Services = "/api/v1/namespaces/default/services";
    private const string Slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";

    [Theory]
    [InlineData("Fail", 500)]
    [InlineData("Ignore", 201)]
    public async Task A_webhook_that_fails_refuses_or_is_passed_over_by_its_policy(string policy, int code)
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, change: entry => entry["failurePolicy"] = policy);
        webhook.Before = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        };
        var answer = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        Assert.Equal(code, answer.Code);
        if (code == 500) Assert.StartsWith("Internal error occurred: failed calling webhook \"maps.tests.dev\": failed to call webhook: Post ", (string?)answer.Json["message"]);
    }

    [Fact]
    public async Task One_that_takes_longer_than_its_time_has_failed()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, change: entry => entry["timeoutSeconds"] = 1);
        webhook.Before = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        var refused = await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"));
        Assert.Contains("?timeout=1s\": context deadline exceeded", (string?)refused.Json["message"]);
    }

    [Fact]
    public async Task An_answer_to_another_question_has_failed()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook);
        webhook.Before = http => http.Response.WriteAsync("""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"1","allowed":true}}""");
        Assert.Equal(500, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_trusted()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await using var other = await ScriptedWebhook.StartAsync("localhost");
        await Hooks.RegisterAsync(server, webhook, change: entry => entry["clientConfig"]!["caBundle"] = other.CaBundle);
        Assert.Equal(500, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
        Assert.Empty(webhook.Asked);
    }

    [Fact]
    public async Task Each_authority_of_a_bundle_is_trusted()
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        await using var other = await ScriptedWebhook.StartAsync("localhost");
        var bundle = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{other.AuthorityPem}\n{webhook.AuthorityPem}\n"));
        await Hooks.RegisterAsync(server, webhook, change: entry => entry["clientConfig"]!["caBundle"] = bundle);
        Assert.Equal(201, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
    }

    [Theory]
    [InlineData("hook.default.svc", true, 201)]
    [InlineData("hook.elsewhere.svc", true, 500)]
    [InlineData("hook.default.svc", false, 500)]
    public async Task A_service_is_reached_by_its_ready_endpoints_and_must_name_itself(string certified, bool ready, int code)
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync(certified);
        await server.CreateAsync(Services, """{"metadata":{"name":"hook"},"spec":{"ports":[{"name":"https","port":443}]}}""");
        await server.CreateAsync(Slices, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "hook-1", ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "hook" } },
            ["addressType"] = "IPv4",
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = webhook.Port }),
            ["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray("127.0.0.1"), ["conditions"] = new JsonObject { ["ready"] = ready } }),
        }.ToJsonString());
        await Hooks.RegisterAsync(server, webhook, change: entry => entry["clientConfig"] = new JsonObject
        {
            ["service"] = new JsonObject { ["namespace"] = "default", ["name"] = "hook", ["path"] = "/review" },
            ["caBundle"] = webhook.CaBundle,
        });
        Assert.Equal(code, (await server.CreateAsync(Bodies.ConfigMaps, Bodies.ConfigMap("c"))).Code);
    }

    [Theory]
    [InlineData("""{"name":"short"}""", "webhooks[0].name")]
    [InlineData("""{"sideEffects":"Some"}""", "webhooks[0].sideEffects")]
    [InlineData("""{"timeoutSeconds":31}""", "webhooks[0].timeoutSeconds")]
    [InlineData("""{"failurePolicy":"Maybe"}""", "webhooks[0].failurePolicy")]
    [InlineData("""{"clientConfig":{}}""", "webhooks[0].clientConfig")]
    [InlineData("""{"clientConfig":{"url":"http://127.0.0.1/"}}""", "webhooks[0].clientConfig.url")]
    [InlineData("""{"admissionReviewVersions":["v2"]}""", "webhooks[0].admissionReviewVersions")]
    public async Task A_configuration_no_server_could_use_is_refused(string fields, string cause)
    {
        await using var server = await RunningServer.StartAsync();
        await using var webhook = await ScriptedWebhook.StartAsync("localhost");
        var answer = await Hooks.RegisterAsync(server, webhook, change: entry =>
        {
            foreach (var (name, value) in JsonNode.Parse(fields)!.AsObject()) entry[name] = value!.DeepClone();
        });
        Assert.Equal((422, cause), (answer.Code, (string?)answer.Json["details"]!["causes"]![0]!["field"]));
    }
}
