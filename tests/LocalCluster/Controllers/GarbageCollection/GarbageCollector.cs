using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Controllers.GarbageCollection;

/// <summary>
/// Deletes what has lost all its owners, and carries out foreground and orphaning deletions. It follows every resource the API serves.
/// </summary>
internal sealed class GarbageCollector(ControllerContext context, ApiCatalog catalog)
{
    private static readonly TimeSpan DiscoveryPause = TimeSpan.FromMilliseconds(100);
    private readonly OwnerGraph _graph = new();
    private readonly HashSet<Resource> _followed = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("garbage collector");
        var discovery = context.Queue("discovery");
        context.Informers.For(Resource.CustomResourceDefinitions).Subscribe(change =>
        {
            if (change.Old is null || change.New is null || !JsonNode.DeepEquals(change.Old["status"], change.New["status"])) discovery.Enqueue("all");
        });
        discovery.Enqueue("all");
        await Task.WhenAll(discovery.RunAsync((_, stop) => FollowAsync(queue, stop), cancellation), queue.RunAsync(CollectAsync, cancellation));
    }

    private async Task<TimeSpan?> FollowAsync(WorkQueue queue, CancellationToken cancellation)
    {
        // A batch of new definitions becomes one round of discovery.
        await Task.Delay(DiscoveryPause, context.Time, cancellation);
        var served = (await catalog.RefreshAsync(cancellation)).Where(resource => resource.Plural != "events").ToHashSet();
        foreach (var gone in _followed.Where(resource => !served.Contains(resource)).ToList())
        {
            _followed.Remove(gone);
            foreach (var obj in context.Informers.For(gone).Items) OnChange(gone, new Change(obj, null), queue);
            await context.Informers.DropAsync(gone);
        }

        foreach (var resource in served.Where(_followed.Add)) context.Informers.For(resource).Subscribe(change => OnChange(resource, change, queue));
        return null;
    }

    private void OnChange(Resource resource, Change change, WorkQueue queue)
    {
        var member = new Member(resource, change.Latest);
        if (change.New is not null)
        {
            _graph.Put(member);
            if (change.New.IsDeleting || member.Owners().Any()) queue.Enqueue(member.Uid);
            return;
        }

        _graph.Remove(member.Uid);
        foreach (var dependent in _graph.Dependents(member.Uid)) queue.Enqueue(dependent.Uid);
        // An owner in foreground deletion waits for this one.
        foreach (var owner in member.Owners()) queue.Enqueue(owner);
    }

    private async Task<TimeSpan?> CollectAsync(string uid, CancellationToken cancellation)
    {
        // What owns or is owned by something not seen yet must not be judged.
        await context.Informers.SyncedAsync(cancellation);
        if (_graph.Find(uid) is not { } member) return null;
        if (member.Object.IsDeleting)
        {
            if (member.Object.HasFinalizer(Finalizers.Foreground)) await ForegroundAsync(member, cancellation);
            else if (member.Object.HasFinalizer(Finalizers.Orphan)) await OrphanAsync(member, cancellation);
            return null;
        }

        await JudgeAsync(member, cancellation);
        return null;
    }

    private async Task ForegroundAsync(Member owner, CancellationToken cancellation)
    {
        var dependents = _graph.Dependents(owner.Uid);
        foreach (var dependent in dependents.Where(dependent => !dependent.Object.IsDeleting)) await JudgeAsync(dependent, cancellation);
        if (dependents.Any(dependent => dependent.Owners(blocking: true).Contains(owner.Uid))) return;
        await Finalizers.RemoveAsync(context.Client, owner, Finalizers.Foreground, cancellation);
    }

    private async Task OrphanAsync(Member owner, CancellationToken cancellation)
    {
        foreach (var dependent in _graph.Dependents(owner.Uid)) await ForgetOwnersAsync(dependent, [owner.Uid], cancellation);
        await Finalizers.RemoveAsync(context.Client, owner, Finalizers.Orphan, cancellation);
    }

    /// <summary>Deletes an object none of whose owners holds it, and takes owners that are gone off one that is held.</summary>
    private async Task JudgeAsync(Member member, CancellationToken cancellation)
    {
        var owners = member.Object.Objects("metadata", "ownerReferences").ToList();
        if (owners.Count == 0) return;
        HashSet<string> absent = [], leaving = [];
        foreach (var owner in owners)
        {
            var uid = owner.Text("uid") ?? "";
            if (await FindOwnerAsync(member, owner, cancellation) is not { } found) absent.Add(uid);
            else if (found.IsDeleting && found.HasFinalizer(Finalizers.Foreground)) leaving.Add(uid);
        }

        if (absent.Count + leaving.Count < owners.Count)
        {
            if (absent.Count > 0) await ForgetOwnersAsync(member, absent, cancellation);
            return;
        }

        var chain = leaving.Count > 0 && _graph.Dependents(member.Uid).Count > 0;
        context.Log.Collected(member.Resource.ToString(), member.Object.Key);
        var options = new DeleteOptions { Uid = member.Uid, Propagation = chain ? "Foreground" : "Background" };
        await context.Client.DeleteAsync(member.Resource, member.Object.Namespace, member.Object.Name, options, cancellation);
    }

    /// <summary>The owner, from what is known or else from the server; null when it is gone or a namesake stands in its place.</summary>
    private async Task<JsonObject?> FindOwnerAsync(Member member, JsonObject reference, CancellationToken cancellation)
    {
        var uid = reference.Text("uid") ?? "";
        if (_graph.Find(uid) is { } known) return known.Object;
        if (_graph.IsGone(uid)) return null;
        var (apiVersion, kind) = (reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "");
        var resource = catalog.Find(apiVersion, kind);
        if (resource is null)
        {
            await catalog.RefreshAsync(cancellation);
            resource = catalog.Find(apiVersion, kind) ?? throw new FormatException($"{member.Object.Key} is owned by a {kind} of {apiVersion}, which the API does not serve");
        }

        var owner = await context.Client.GetAsync(resource, resource.Namespaced ? member.Object.Namespace : null, reference.Text("name") ?? "", cancellation);
        return owner?.Uid == uid ? owner : null;
    }

    private Task<JsonObject?> ForgetOwnersAsync(Member member, IReadOnlyCollection<string> owners, CancellationToken cancellation) =>
        context.Client.ReviseAsync(member.Resource, member.Object, copy => Forget(copy, owners), null, cancellation);

    private static void Forget(JsonObject obj, IReadOnlyCollection<string> owners)
    {
        if (obj.At("metadata", "ownerReferences") is not JsonArray references) return;
        foreach (var reference in references.Where(reference => owners.Contains(reference.Text("uid") ?? "")).ToList()) references.Remove(reference);
        if (references.Count == 0) obj.Ensure("metadata").Remove("ownerReferences");
    }
}
