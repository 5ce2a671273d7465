using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema.Validation;

namespace InferOps.LocalCluster.Schema.BuiltIn.Rules;

/// <summary>Rules of webhook configurations.</summary>
internal static class WebhookRules
{
    public static void Validate(JsonObject configuration, JsonObject? old, Causes causes)
    {
        var webhooks = configuration["webhooks"] as JsonArray ?? [];
        for (var index = 0; index < webhooks.Count; index++)
            if (webhooks[index] is JsonObject webhook) Webhook(webhook, $"webhooks[{index}]", causes);
        foreach (var twice in webhooks.GroupBy(webhook => webhook.Text("name")).Where(group => group.Count() > 1)) causes.Duplicate("webhooks", twice.Key);
    }

    private static void Webhook(JsonObject webhook, string path, Causes causes)
    {
        var name = webhook.Text("name") ?? "";
        if (Names.Subdomain(name) is { } wrong) causes.Invalid($"{path}.name", name, wrong);
        else if (name.Split('.').Length < 3) causes.Invalid($"{path}.name", name, "should be a domain with at least three segments separated by dots");
        if (webhook.Text("sideEffects") is not ("None" or "NoneOnDryRun")) causes.NotSupported($"{path}.sideEffects", webhook["sideEffects"], ["None", "NoneOnDryRun"]);
        if (!webhook.Texts("admissionReviewVersions").Contains("v1"))
            causes.Invalid($"{path}.admissionReviewVersions", webhook["admissionReviewVersions"], "must include at least one of v1, v1beta1");
        if (webhook.Text("failurePolicy") is not ("Fail" or "Ignore")) causes.NotSupported($"{path}.failurePolicy", webhook["failurePolicy"], ["Fail", "Ignore"]);
        if (webhook.Text("matchPolicy") is not ("Exact" or "Equivalent")) causes.NotSupported($"{path}.matchPolicy", webhook["matchPolicy"], ["Equivalent", "Exact"]);
        if (webhook.Number("timeoutSeconds") is not (>= 1 and <= 30)) causes.Invalid($"{path}.timeoutSeconds", webhook["timeoutSeconds"], "the timeout value must be between 1 and 30 seconds");
        foreach (var selector in (string[])["namespaceSelector", "objectSelector"])
            if (webhook[selector] is JsonObject terms) SelectorRules.Validate(terms, $"{path}.{selector}", causes);
        Client(webhook["clientConfig"] as JsonObject ?? [], $"{path}.clientConfig", causes);
    }

    private static void Client(JsonObject client, string path, Causes causes)
    {
        var url = client.Text("url");
        if (url is null == client["service"] is null) causes.Required(path, "exactly one of url or service is required");
        if (url is not null && !url.StartsWith("https://", StringComparison.Ordinal)) causes.Invalid($"{path}.url", url, "'https' is the only allowed URL scheme");
        if (client.Text("service", "path") is { Length: > 0 } at && at[0] != '/') causes.Invalid($"{path}.service.path", at, "must start with a '/'");
    }
}
