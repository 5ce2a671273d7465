using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Discovery;
using InferOps.LocalCluster.Api.Storage;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>
/// Puts writes before the configured webhooks as a real server does: those that mutate one after the other before the object is validated, those that
/// validate all at once afterwards. Conditions in CEL (<c>matchConditions</c>) and a second round of mutation are not known here.
/// </summary>
internal sealed partial class AdmissionControl(ObjectStore store, SnapshotView<TypeTable> types, ILogger log)
{
    private readonly SnapshotView<WebhookTable> webhooks = WebhookTable.Over(store);

    /// <summary>The object as the mutating webhooks want it.</summary>
    /// <exception cref="ApiException">What a webhook answers, or 500 where one fails that must not.</exception>
    public async Task<JsonObject> MutateAsync(AdmissionAct act, CancellationToken cancellation)
    {
        foreach (var (webhook, shown) in Matching(webhooks.Value.Mutating, act))
        {
            if (await CallAsync(new(webhook, act, shown), cancellation) is not { } patched || act.Request.Subresource == "scale") continue;
            // The patch was made for the version that was shown.
            patched["apiVersion"] = act.Type.ApiVersion;
            act = act with { Object = patched };
        }

        return act.Object!;
    }

    /// <exception cref="ApiException">What a webhook answers, or 500 where one fails that must not.</exception>
    public async Task ValidateAsync(AdmissionAct act, CancellationToken cancellation) =>
        await Task.WhenAll(Matching(webhooks.Value.Validating, act).Select(match => CallAsync(new(match.Webhook, act, match.Shown), cancellation)));

    /// <summary>A deletion is shown to both kinds; there is nothing to mutate.</summary>
    public async Task ReviewDeletionAsync(AdmissionAct act, CancellationToken cancellation)
    {
        foreach (var (webhook, shown) in Matching(webhooks.Value.Mutating, act)) await CallAsync(new(webhook, act, shown), cancellation);
        await ValidateAsync(act, cancellation);
    }

    private List<(Webhook Webhook, ResourceType Shown)> Matching(IReadOnlyList<Webhook> configured, AdmissionAct act)
    {
        if (configured.Count == 0 || !act.IsReviewed) return [];
        var equivalents = types.Value.All.Where(type => type.GroupResource == act.Type.GroupResource).OrderByDescending(type => type.Version == act.Type.Version).ToList();
        return [.. configured.Select(webhook => (webhook, webhook.Matches(act, equivalents, store)!)).Where(match => match.Item2 is not null)];
    }

    private async Task<JsonObject?> CallAsync(AdmissionReview review, CancellationToken cancellation)
    {
        try
        {
            return review.Read(await WebhookClient.PostAsync(review.Webhook, review.ToRequest(), store.Current, cancellation));
        }
        catch (WebhookFailure failure)
        {
            Failed(log, review.Webhook.Name, failure.Message);
            if (review.Webhook.IgnoresFailure) return null;
            throw new ApiException(500, "InternalError", $"Internal error occurred: failed calling webhook \"{review.Webhook.Name}\": {failure.Message}");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed calling webhook {Webhook}: {Reason}")]
    private static partial void Failed(ILogger log, string webhook, string reason);
}
