using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Live;
using InferOps.Operator.Host.Webhooks;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Certificates;

/// <summary>The Secret that holds the certificates, and the configuration that says whom to trust. The chart makes both; the operator only fills them.</summary>
internal sealed class CertificateStore(IKubernetesClient client, WebhookOptions options)
{
    private string _namespace = "";

    /// <summary>What API servers call the webhooks by; known after the first read.</summary>
    public string HostName => $"{options.Service}.{_namespace}.svc";

    /// <returns>What is there, and the version it was read at.</returns>
    /// <exception cref="InvalidOperationException">There is no such Secret.</exception>
    public async Task<(CertificateSet? Set, string Version)> ReadAsync(CancellationToken cancellationToken)
    {
        if (_namespace.Length == 0) _namespace = await client.GetCurrentNamespaceAsync(cancellationToken: cancellationToken);
        var secret = await client.GetAsync<LiveSecret>(options.Secret, _namespace, cancellationToken)
            ?? throw new InvalidOperationException($"Secret {_namespace}/{options.Secret} is missing: install the chart again.");
        return (CertificateSet.Read(secret.Body), secret.Metadata.ResourceVersion);
    }

    /// <exception cref="k8s.Autorest.HttpOperationException">409 when someone wrote in between.</exception>
    public Task WriteAsync(CertificateSet set, string version, CancellationToken cancellationToken)
    {
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = options.Secret, ["namespace"] = _namespace, ["resourceVersion"] = version },
            ["data"] = set.ToData(),
        };
        OperatorMetrics.Wrote("apply", "Secret");
        return client.PatchAsync<LiveSecret>(Patch(manifest), options.Secret, _namespace, Api.FieldManager, force: true, cancellationToken: cancellationToken);
    }

    public async Task<bool> IsTrustedAsync(X509Certificate2 authority, CancellationToken cancellationToken)
    {
        var pem = authority.ExportCertificatePem();
        var bundles = Bundles(await ConfigurationAsync(cancellationToken)).ToList();
        return bundles.Count > 0 && bundles.TrueForAll(webhook => webhook.Bundle.Contains(pem, StringComparison.Ordinal));
    }

    /// <summary>Has the API servers trust exactly these authorities; writes nothing where they do already.</summary>
    public async Task TrustAsync(string authorities, CancellationToken cancellationToken)
    {
        var webhooks = Bundles(await ConfigurationAsync(cancellationToken)).ToList();
        if (webhooks.TrueForAll(webhook => webhook.Bundle == authorities)) return;
        var bundle = Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities));
        var manifest = new JsonObject
        {
            ["apiVersion"] = "admissionregistration.k8s.io/v1",
            ["kind"] = "ValidatingWebhookConfiguration",
            ["metadata"] = new JsonObject { ["name"] = options.Configuration },
            ["webhooks"] = new JsonArray([.. webhooks.Select(webhook => new JsonObject { ["name"] = webhook.Name, ["clientConfig"] = new JsonObject { ["caBundle"] = bundle } })]),
        };
        OperatorMetrics.Wrote("apply", "ValidatingWebhookConfiguration");
        await client.PatchAsync<LiveWebhookConfiguration>(Patch(manifest), options.Configuration, null, Api.FieldManager, force: true, cancellationToken: cancellationToken);
    }

    private async Task<LiveWebhookConfiguration> ConfigurationAsync(CancellationToken cancellationToken) =>
        await client.GetAsync<LiveWebhookConfiguration>(options.Configuration, cancellationToken: cancellationToken)
        ?? throw new InvalidOperationException($"ValidatingWebhookConfiguration {options.Configuration} is missing: install the chart again.");

    private static IEnumerable<(string Name, string Bundle)> Bundles(LiveWebhookConfiguration configuration)
    {
        if (!configuration.Body.TryGetValue("webhooks", out var webhooks) || webhooks.ValueKind != JsonValueKind.Array) yield break;
        foreach (var webhook in webhooks.EnumerateArray())
        {
            var bundle = webhook.GetProperty("clientConfig").TryGetProperty("caBundle", out var found) ? Encoding.UTF8.GetString(found.GetBytesFromBase64()) : "";
            yield return (webhook.GetProperty("name").GetString()!, bundle);
        }
    }

    private static V1Patch Patch(JsonObject manifest) => new(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch);
}
