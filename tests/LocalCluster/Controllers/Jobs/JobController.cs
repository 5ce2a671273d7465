using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Jobs;

/// <summary>Runs pods of a template to completion.</summary>
internal sealed class JobController(ControllerContext context)
{
    public Task RunAsync(CancellationToken cancellation)
    {
        var queue = context.Queue("job");
        context.Informers.For(Resource.Jobs).Subscribe(change => queue.Enqueue(change.Latest.Key));
        context.Informers.For(Resource.Pods).Subscribe(change =>
        {
            if (Ownership.ControllerKey(change.Latest, "Job") is { } job) queue.Enqueue(job);
        });
        return queue.RunAsync(ReconcileAsync, cancellation);
    }

    private async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken cancellation)
    {
        var (ns, name) = ObjectMeta.SplitKey(key);
        if (await context.Client.GetAsync(Resource.Jobs, ns, name, cancellation) is not { } job || job.IsDeleting) return null;
        if (job.IsConditionTrue("Complete") || job.IsConditionTrue("Failed")) return await ExpireAsync(job, cancellation);
        var pods = (await context.Client.ListAsync(Resource.Pods, ns, ListQuery.All, cancellation)).Items
            .Where(pod => pod.ControllerReference.Text("uid") == job.Uid).ToList();
        var plan = JobPlan.Of(job, pods, context.Time.GetUtcNow());
        for (var i = 0; i < plan.Create; i++)
        {
            var pod = await context.Client.CreateAsync(Resource.Pods, Pod(job), cancellation);
            context.Events.Normal(job, "SuccessfulCreate", $"Created pod: {pod.Name}");
        }

        if (plan.Outcome is not null)
            foreach (var pod in pods.Where(PodFacts.IsActive)) await context.Client.DeleteAsync(Resource.Pods, ns, pod.Name, new DeleteOptions { Uid = pod.Uid }, cancellation);
        await context.Client.ReviseAsync(Resource.Jobs, job, copy => Write(copy, plan), "status", cancellation);
        return JobPlan.Deadline(job) - context.Time.GetUtcNow();
    }

    private async Task<TimeSpan?> ExpireAsync(JsonObject job, CancellationToken cancellation)
    {
        if (job.Whole("spec", "ttlSecondsAfterFinished") is not { } seconds) return null;
        var finished = job.Objects("status", "conditions").Max(condition => KubeTime.Parse(condition.Text("lastTransitionTime")));
        var left = finished?.AddSeconds(seconds) - context.Time.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        await context.Client.DeleteAsync(Resource.Jobs, job.Namespace, job.Name, new DeleteOptions { Uid = job.Uid, Propagation = "Background" }, cancellation);
        return null;
    }

    private void Write(JsonObject job, JobPlan plan)
    {
        var status = job.Ensure("status");
        status["startTime"] ??= context.Now;
        var active = plan.Outcome is null ? plan.Active + plan.Create : 0;
        foreach (var (field, count) in (ReadOnlySpan<(string, int)>)[("active", active), ("succeeded", plan.Succeeded), ("failed", plan.Failed)])
            if (count > 0) status[field] = count;
            else status.Remove(field);
        if (plan.Outcome is null) return;
        // An API server from 1.31 on accepts a final condition only after the one that announces it.
        Conditions.Set(status, plan.Outcome == "Complete" ? "SuccessCriteriaMet" : "FailureTarget", true, plan.Reason, plan.Message, context.Now);
        Conditions.Set(status, plan.Outcome, true, plan.Reason, plan.Message, context.Now);
        if (plan.Outcome == "Complete") status["completionTime"] ??= context.Now;
    }

    private static JsonObject Pod(JsonObject job)
    {
        var pod = PodTemplate.Pod(job);
        var labels = pod.Ensure("metadata", "labels");
        foreach (var prefix in (string[])["", "batch.kubernetes.io/"])
        {
            labels[prefix + "job-name"] = job.Name;
            labels[prefix + "controller-uid"] = job.Uid;
        }

        return pod;
    }
}
