using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>Every configured webhook, in the order of the configurations' names.</summary>
internal sealed record WebhookTable(IReadOnlyList<Webhook> Mutating, IReadOnlyList<Webhook> Validating)
{
    private const string Group = "admissionregistration.k8s.io";

    public static SnapshotView<WebhookTable> Over(ObjectStore store) => new(
        store, [$"mutatingwebhookconfigurations.{Group}", $"validatingwebhookconfigurations.{Group}"],
        snapshot => new WebhookTable(Read(snapshot, "mutating"), Read(snapshot, "validating")));

    private static IReadOnlyList<Webhook> Read(StoreSnapshot snapshot, string kind) =>
        [.. snapshot.Of($"{kind}webhookconfigurations.{Group}").Values.SelectMany(stored => stored.Root.Items("webhooks")).Select(Webhook.Read)];
}
