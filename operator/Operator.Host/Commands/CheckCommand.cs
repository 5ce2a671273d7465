using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Live;
using k8s.Autorest;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Commands;

/// <summary><c>check URL</c>: whether an operator answers there, and the API server does for each of its kinds. What <c>helm test</c> runs.</summary>
internal sealed class CheckCommand(IKubernetesClient client, WatchedNamespaces namespaces, TextWriter output)
{
    public const string Name = "check";

    /// <param name="url">Where the operator serves its probes.</param>
    /// <returns>0 when everything answered.</returns>
    public async Task<int> RunAsync(Uri url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(10) };
        var checks = new List<(string What, Func<Task<string>> Ask)>
        {
            ("/healthz", () => http.GetStringAsync("healthz", cancellationToken)),
            ("/readyz", () => http.GetStringAsync("readyz", cancellationToken)),
            ("computepools", async () => Count(await client.ListAsync<V1Alpha1ComputePool>(cancellationToken: cancellationToken))),
            ("inferenceengines", async () => Count(await client.ListAsync<V1Alpha1InferenceEngine>(cancellationToken: cancellationToken))),
        };
        checks.AddRange(namespaces.Scopes.Select(scope => (
            scope is null ? "inferenceservices" : $"inferenceservices in {scope}",
            (Func<Task<string>>)(async () => Count(await client.ListAsync<V1Alpha1InferenceService>(scope, cancellationToken: cancellationToken))))));
        var failed = 0;
        foreach (var (what, ask) in checks) failed += await TryAsync(what, ask) ? 0 : 1;
        return failed == 0 ? 0 : 1;
    }

    private async Task<bool> TryAsync(string what, Func<Task<string>> ask)
    {
        try
        {
            await output.WriteLineAsync($"{what}: {await ask()}");
            return true;
        }
        catch (Exception failure) when (failure is HttpRequestException or HttpOperationException or OperationCanceledException)
        {
            await output.WriteLineAsync($"{what}: FAILED, {ServerMessage.Of(failure)}");
            return false;
        }
    }

    private static string Count<T>(ICollection<T> items) => $"{items.Count}";
}
