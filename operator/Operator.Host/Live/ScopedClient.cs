using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using InferOps.Operator.Host.Entities;
using k8s;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Live;

/// <summary>KubeOps' client, with services watched and listed in the permitted namespaces instead of in all.</summary>
/// <remarks>
/// KubeOps watches all namespaces or one, and then pools and engines in that one, too, which they are not in. So KubeOps is left to watch all, and this asks each
/// permitted one for it. A watch that is resumed may miss an event of one namespace that was older than the last of another; <see cref="ClusterState"/> watches each
/// for itself and sees it. A proxy and not a class: of fifty members, two differ.
/// </remarks>
internal class ScopedClient : DispatchProxy
{
    private IKubernetesClient _inner = null!;
    private IReadOnlyList<string> _namespaces = [];

    public static IKubernetesClient Over(IKubernetesClient client, WatchedNamespaces namespaces)
    {
        if (namespaces.Names.Count == 0) return client;
        var proxy = Create<IKubernetesClient, ScopedClient>();
        ((ScopedClient)(object)proxy)._inner = client;
        ((ScopedClient)(object)proxy)._namespaces = namespaces.Names;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var everywhere = args is [null, ..] && targetMethod!.IsGenericMethod && targetMethod.GetGenericArguments()[0] == typeof(V1Alpha1InferenceService);
        return targetMethod!.Name switch
        {
            nameof(IKubernetesClient.WatchAsync) when everywhere => MergeAsync(PerNamespace<IAsyncEnumerable<(WatchEventType, V1Alpha1InferenceService)>>(targetMethod, args!)),
            nameof(IKubernetesClient.ListAsync) when everywhere => JoinAsync(PerNamespace<Task<IList<V1Alpha1InferenceService>>>(targetMethod, args!)),
            _ => Ask(targetMethod, args),
        };
    }

    private List<T> PerNamespace<T>(MethodInfo method, object?[] args) => [.. _namespaces.Select(name => (T)Ask(method, [name, .. args[1..]])!)];

    private object? Ask(MethodInfo method, object?[]? args) => method.Invoke(_inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);

    private static async Task<IList<V1Alpha1InferenceService>> JoinAsync(IEnumerable<Task<IList<V1Alpha1InferenceService>>> lists) => [.. (await Task.WhenAll(lists)).SelectMany(list => list)];

    /// <summary>The events of all, until the first of them ends; whoever watches then begins again with all.</summary>
    private static async IAsyncEnumerable<(WatchEventType Type, V1Alpha1InferenceService Entity)> MergeAsync(
        IReadOnlyList<IAsyncEnumerable<(WatchEventType, V1Alpha1InferenceService)>> watches, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var merged = Channel.CreateUnbounded<(WatchEventType, V1Alpha1InferenceService)>(new() { SingleReader = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var copies = watches.Select(watch => CopyAsync(watch, merged.Writer, stop.Token)).ToList();
        try
        {
            await foreach (var change in merged.Reader.ReadAllAsync(cancellationToken)) yield return change;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(copies);
        }
    }

    private static async Task CopyAsync(
        IAsyncEnumerable<(WatchEventType, V1Alpha1InferenceService)> watch, ChannelWriter<(WatchEventType, V1Alpha1InferenceService)> merged, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in watch.WithCancellation(cancellationToken)) merged.TryWrite(change);
            merged.TryComplete();
        }
        catch (Exception broken)
        {
            merged.TryComplete(broken);
        }
    }
}
