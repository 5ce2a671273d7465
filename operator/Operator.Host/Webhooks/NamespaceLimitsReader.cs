using System.Globalization;
using System.Text.Json;
using InferOps.Operator.Core.Admission;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Host.Live;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Webhooks;

/// <summary>
/// Reads what a namespace permits at the moment it matters: its budget and its ResourceQuotas. Services are written far too rarely to keep watches on
/// either.
/// </summary>
internal sealed class NamespaceLimitsReader(IKubernetesClient client, ILogger<NamespaceLimitsReader> logger)
{
    private const string Unread = "The limits of the namespace could not be read: its budget and quota were not checked.";
    private const string Requests = "requests.";

    /// <summary>Well below what an API server waits for the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>The limits; with a warning where they could not be read, because unknown is not unlimited.</returns>
    public async Task<(NamespaceLimits Limits, string? Warning)> ReadAsync(string name, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var found = await client.GetAsync<LiveNamespace>(name, cancellationToken: patience.Token);
            var quotas = await client.ListAsync<LiveResourceQuota>(name, cancellationToken: patience.Token);
            return (new() { MaxHourlyCost = Budget(found), Gpus = Gpus(quotas) }, null);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            logger.Refused($"the limits of namespace {name}", ServerMessage.Of(failure));
            return (NamespaceLimits.None, Unread);
        }
    }

    private static decimal? Budget(LiveNamespace? found) => found?.Metadata.Annotations is { } annotations
        && annotations.TryGetValue(NamespaceLimits.BudgetAnnotation, out var text) && new Amount(text) is { IsValid: true } amount ? amount.ToDecimal() : null;

    /// <summary>Of several quotas the smallest holds, as in the cluster.</summary>
    private static Dictionary<string, long> Gpus(IEnumerable<LiveResourceQuota> quotas) => quotas
        .SelectMany(quota => Hard(quota.Body.GetValueOrDefault("spec")))
        .Where(hard => hard.Name.StartsWith(Requests, StringComparison.Ordinal) && hard.Name.Contains('/', StringComparison.Ordinal))
        .GroupBy(hard => hard.Name[Requests.Length..], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Min(hard => hard.Amount), StringComparer.Ordinal);

    private static IEnumerable<(string Name, long Amount)> Hard(JsonElement spec)
    {
        if (spec.ValueKind != JsonValueKind.Object || !spec.TryGetProperty("hard", out var hard) || hard.ValueKind != JsonValueKind.Object) yield break;
        foreach (var limit in hard.EnumerateObject())
        {
            var text = limit.Value.ValueKind == JsonValueKind.String ? limit.Value.GetString()! : limit.Value.GetRawText();
            if (Quantity.TryParse(text, out var amount)) yield return (limit.Name, (long)Math.Min(amount, long.MaxValue));
        }
    }
}
