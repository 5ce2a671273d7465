using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Reconciliation;

/// <summary>The cluster, as the loops see it. Reads come from watches and cost nothing; writes go to the API server.</summary>
public interface IClusterApi
{
    Fleet Fleet();

    /// <summary>Every InferenceService's key.</summary>
    IReadOnlyList<ObjectKey> Services();

    /// <summary>InferenceServices that use an engine.</summary>
    int UsersOf(string engine);

    /// <summary>The service and what is its own; null when there is no such service.</summary>
    ServiceView? Service(ObjectKey key);

    /// <summary>Asks the API server for an object that no watch keeps; null when there is none.</summary>
    /// <exception cref="ClusterRefusedException">The API server refused it; the message says why.</exception>
    Task<JsonObject?> FindAsync(ManifestKey key, CancellationToken cancellationToken);

    /// <summary>Server-side apply as field manager <c>inferops</c>, forced: what we own, we own.</summary>
    /// <exception cref="ClusterRefusedException">The API server refused it; the message says why.</exception>
    Task ApplyAsync(JsonObject manifest, CancellationToken cancellationToken);

    /// <summary>Deletes the object of that key. One that is gone already is fine.</summary>
    Task DeleteAsync(LiveManifest manifest, CancellationToken cancellationToken);

    /// <summary>Sets one annotation of a pod and leaves the rest to its Deployment. A pod that is gone already is fine.</summary>
    /// <exception cref="ClusterRefusedException">The API server refused it; the message says why.</exception>
    Task AnnotatePodAsync(ObjectKey pod, string name, string value, CancellationToken cancellationToken);

    /// <summary>Asks a pod that pulls how far it is.</summary>
    /// <param name="address">The pod's.</param>
    /// <returns>Null: it does not answer, or not in time.</returns>
    Task<PullProgress?> AskPullAsync(string address, CancellationToken cancellationToken);

    /// <summary>Writes one condition of a pod and leaves the rest to its node. A pod that is gone already is fine.</summary>
    /// <exception cref="ClusterRefusedException">The API server refused it; the message says why.</exception>
    Task WritePodConditionAsync(ObjectKey pod, PullCondition condition, CancellationToken cancellationToken);

    /// <summary>Replaces the status of an object of our own kinds.</summary>
    /// <returns>The object's new resource version; null when the object is gone.</returns>
    Task<long?> WriteStatusAsync(ManifestKey key, JsonObject status, CancellationToken cancellationToken);

    /// <summary>Publishes an event about an object of our own kinds. Never fails the reconcile that caused it.</summary>
    Task PublishAsync(ManifestKey about, ClusterEvent @event, CancellationToken cancellationToken);
}

/// <summary>What happened, past tense in <paramref name="Reason"/>. The message is stable: no times, no counters.</summary>
public sealed record ClusterEvent(string Reason, string Message, bool Warning);

/// <summary>The API server said no: a quota, an admission webhook, missing rights. Worth telling the user in a condition.</summary>
public sealed class ClusterRefusedException : Exception
{
    public ClusterRefusedException(int statusCode, string message, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    public int StatusCode { get; }
}
