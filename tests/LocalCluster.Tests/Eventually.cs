using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Tests;

/// <summary>Waits for the cluster to get somewhere, by watching it.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The first version of the object (of any of the collection when <paramref name="key"/> is null) that fulfils the condition.</summary>
    public static Task<JsonObject> EventuallyAsync(this Cluster cluster, Resource resource, string? key, Func<JsonObject, bool> condition) =>
        WaitAsync(cluster, resource, change => change.New is { } obj && (key is null || obj.Key == key) && condition(obj), $"{resource} {key} as wanted");

    public static async Task EventuallyGoneAsync(this Cluster cluster, Resource resource, string key)
    {
        var (ns, name) = ObjectMeta.SplitKey(key);
        var gone = WaitAsync(cluster, resource, change => change.New is null && change.Latest.Key == key, $"{resource} {key} gone");
        // It may have gone before the watch began.
        if (await cluster.Client.GetAsync(resource, ns, name, CancellationToken.None) is not null) await gone;
    }

    private static async Task<JsonObject> WaitAsync(Cluster cluster, Resource resource, Func<Change, bool> condition, string wanted)
    {
        using var stop = new CancellationTokenSource();
        var found = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = "nothing seen";
        var informer = new Informer(cluster.Client, resource, ListQuery.All, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        informer.Subscribe(change =>
        {
            last = change.Latest.ToJsonString();
            if (condition(change)) found.TrySetResult(change.Latest);
        });
        var following = informer.RunAsync(stop.Token);
        try
        {
            return await found.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{wanted}: not within {Patience.TotalSeconds} s; last seen: {last}");
        }
        finally
        {
            await stop.CancelAsync();
            await following;
        }
    }
}
