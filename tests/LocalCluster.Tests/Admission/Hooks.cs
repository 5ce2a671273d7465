using System.Text.Json.Nodes;
using InferOps.LocalCluster.Tests.ApiServer;

namespace InferOps.LocalCluster.Tests.Admission;

/// <summary>Webhook configurations the tests make.</summary>
internal static class Hooks
{
    private const string Path = "/apis/admissionregistration.k8s.io/v1";

    /// <summary>Registers a webhook for writes of ConfigMaps, reached by URL.</summary>
    /// <param name="change">Changes its entry before it is registered.</param>
    public static async Task<Answer> RegisterAsync(RunningServer server, ScriptedWebhook webhook, string kind = "Validating", Action<JsonObject>? change = null)
    {
        var entry = new JsonObject
        {
            ["name"] = "maps.tests.dev",
            ["admissionReviewVersions"] = new JsonArray("v1"),
            ["sideEffects"] = "None",
            ["clientConfig"] = new JsonObject { ["url"] = $"https://127.0.0.1:{webhook.Port}/review", ["caBundle"] = webhook.CaBundle },
            ["rules"] = new JsonArray(Rule("configmaps", "CREATE", "UPDATE", "DELETE")),
        };
        change?.Invoke(entry);
        var configuration = new JsonObject
        {
            ["apiVersion"] = "admissionregistration.k8s.io/v1",
            ["kind"] = $"{kind}WebhookConfiguration",
            ["metadata"] = new JsonObject { ["name"] = "tests" },
            ["webhooks"] = new JsonArray(entry),
        };
        return await server.CreateAsync($"{Path}/{kind.ToLowerInvariant()}webhookconfigurations", configuration.ToJsonString());
    }

    public static JsonObject Rule(string resource, params IEnumerable<string> operations) => new()
    {
        ["apiGroups"] = new JsonArray(""),
        ["apiVersions"] = new JsonArray("v1"),
        ["resources"] = new JsonArray(resource),
        ["operations"] = new JsonArray([.. operations.Select(operation => JsonValue.Create(operation))]),
    };

    public static JsonObject Denied(string message, int code = 403) =>
        new() { ["allowed"] = false, ["status"] = new JsonObject { ["message"] = message, ["code"] = code } };
}
