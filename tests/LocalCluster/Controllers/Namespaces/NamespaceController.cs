using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Namespaces;

/// <summary>Gives every namespace its default service account and the cluster's root certificate, and empties it before it goes.</summary>
internal sealed class NamespaceController(ControllerContext context, ApiCatalog catalog)
{
    private const string Account = "default";
    private const string RootCertificate = "kube-root-ca.crt";

    // Its contents end in their own time, and not all of it is watched here.
    private static readonly TimeSpan WhileEmptying = TimeSpan.FromMilliseconds(250);

    public Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("namespace");
        context.Informers.For(Resource.Namespaces).Subscribe(change => queue.Enqueue(change.Latest.Name));
        context.Informers.For(Resource.ServiceAccounts).Subscribe(change => Restore(change, Account, queue));
        context.Informers.For(Resource.ConfigMaps).Subscribe(change => Restore(change, RootCertificate, queue));
        return queue.RunAsync(ReconcileAsync, cancellation);
    }

    private static void Restore(Change change, string name, WorkQueue queue)
    {
        if (change.New is null && change.Latest.Name == name) queue.Enqueue(change.Latest.Namespace!);
    }

    private async Task<TimeSpan?> ReconcileAsync(string name, CancellationToken cancellation)
    {
        if (await context.Client.GetAsync(Resource.Namespaces, null, name, cancellation) is not { } ns) return null;
        if (ns.IsDeleting) return await EmptyAsync(ns, cancellation);
        await EnsureAsync(Resource.ServiceAccounts, name, Account, [], cancellation);
        if (context.Client.Config.AuthorityPem is { } pem)
            await EnsureAsync(Resource.ConfigMaps, name, RootCertificate, new JsonObject { ["data"] = new JsonObject { ["ca.crt"] = pem } }, cancellation);
        return null;
    }

    private async Task EnsureAsync(Resource resource, string ns, string name, JsonObject body, CancellationToken cancellation)
    {
        if (context.Informers.For(resource).Find($"{ns}/{name}") is not null) return;
        body["apiVersion"] = resource.ApiVersion;
        body["kind"] = resource.Kind;
        body["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns };
        try
        {
            await context.Client.CreateAsync(resource, body, cancellation);
        }
        catch (KubeApiException refusal) when (refusal.IsAlreadyExists)
        {
            // It is there: that is all we want.
            return;
        }
    }

    private async Task<TimeSpan?> EmptyAsync(JsonObject ns, CancellationToken cancellation)
    {
        var left = 0;
        foreach (var resource in (await catalog.RefreshAsync(cancellation)).Where(resource => resource.Namespaced))
        {
            var items = (await context.Client.ListAsync(resource, ns.Name, ListQuery.All, cancellation)).Items;
            left += items.Count;
            foreach (var item in items.Where(item => !item.IsDeleting))
                await context.Client.DeleteAsync(resource, ns.Name, item.Name, new DeleteOptions { Uid = item.Uid, Propagation = "Background" }, cancellation);
        }

        if (left > 0) return WhileEmptying;
        await context.Client.ReviseAsync(Resource.Namespaces, ns, copy => copy.Ensure("spec")["finalizers"] = new JsonArray(), "finalize", cancellation);
        return null;
    }
}
