using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Deletes a pod only as far as its disruption budget allows.</summary>
internal sealed class EvictionEndpoint(ServerParts parts)
{
    private static readonly ResourceType Budgets = BuiltInTypes.Find("policy/v1", "PodDisruptionBudget")!;

    public async Task CreateAsync(HttpContext http, ObjectRequest request)
    {
        var eviction = (await RequestBody.ReadAsync(http.Request, http.RequestAborted)).ToOptionalObject() ?? [];
        var options = DeletionOptions.Read(eviction["deleteOptions"] as JsonObject, http.Request.Query);
        var pod = parts.Reader.Get(request);
        var mayRun = pod.Root.Text("status", "phase") is not ("Succeeded" or "Failed") && !pod.IsDeleting;
        if (mayRun && !options.DryRun) await SpendBudgetAsync(request, pod, http.RequestAborted);
        await parts.Writer.DeleteAsync(request with { Subresource = "", IsInternal = true }, options, http.RequestAborted);
        var done = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
        await ResponseWriter.NodeAsync(http, done, 201);
    }

    private async Task SpendBudgetAsync(ObjectRequest request, StoredObject pod, CancellationToken cancellation)
    {
        var budgets = parts.Store.Current.In(Budgets.GroupResource, pod.Key.Namespace)
            .Where(budget => Selection.Matches(budget.Root.At("spec", "selector"), pod.Labels)).ToList();
        if (budgets.Count == 0) return;
        if (budgets.Count > 1) throw new ApiException(500, "InternalError", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        var one = request with { Type = Budgets, Name = budgets[0].Key.Name, Subresource = "status", IsInternal = true };
        await parts.Writer.ChangeAsync(one, current => Spend(current.Copy(), pod.Key.Name, parts.Options.Clock.GetUtcNow()), tracks: true, cancellation);
    }

    private static JsonObject Spend(JsonObject budget, string pod, DateTimeOffset now)
    {
        var status = budget.Child("status");
        var allowed = status.Number("disruptionsAllowed") ?? 0;
        if (allowed <= 0) throw Refusal(budget);
        status["disruptionsAllowed"] = allowed - 1;
        status.Child("disruptedPods")[pod] = ApiTime.Seconds(now);
        return budget;
    }

    private static ApiException Refusal(JsonObject budget) =>
        new(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
        {
            Causes =
            [
                new StatusCause("DisruptionBudget",
                    $"The disruption budget {budget.Text("metadata", "name")} needs {budget.Number("status", "desiredHealthy") ?? 0} healthy pods " +
                    $"and has {budget.Number("status", "currentHealthy") ?? 0} currently", ""),
            ],
        };
}
