using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;

namespace InferOps.LocalCluster.Controllers.Jobs;

/// <summary>A Job at one moment, and what to do next. Counts are pods.</summary>
internal sealed record JobPlan(int Active, int Succeeded, int Failed, int Create, string? Outcome, string Reason, string Message)
{
    public static JobPlan Of(JsonObject job, IReadOnlyCollection<JsonObject> pods, DateTimeOffset now)
    {
        var active = pods.Count(PodFacts.IsActive);
        var succeeded = pods.Count(pod => pod.Text("status", "phase") == "Succeeded");
        var failed = pods.Count(pod => pod.Text("status", "phase") == "Failed");
        var parallelism = (int)(job.Whole("spec", "parallelism") ?? 1);
        // Without completions any success ends the job.
        var completions = (int)(job.Whole("spec", "completions") ?? 1);
        if (succeeded >= completions) return End("Complete", "CompletionsReached", "Reached expected number of succeeded pods");
        // Restarts in place (restartPolicy OnFailure) are failures too.
        if (failed + pods.Where(PodFacts.IsActive).Sum(PodFacts.Restarts) > (job.Whole("spec", "backoffLimit") ?? 6))
            return End("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (Deadline(job) <= now) return End("Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
        var wanted = job.Flag("spec", "suspend") ? 0 : Math.Min(parallelism, completions - succeeded);
        return new JobPlan(active, succeeded, failed, Math.Max(0, wanted - active), null, "", "");

        JobPlan End(string outcome, string reason, string message) => new(active, succeeded, failed, 0, outcome, reason, message);
    }

    /// <summary>When the job must be over; null when it may take any time.</summary>
    public static DateTimeOffset? Deadline(JsonObject job) => job.Whole("spec", "activeDeadlineSeconds") is { } seconds
        ? (KubeTime.Parse(job.Text("status", "startTime")) ?? job.Created).AddSeconds(seconds)
        : null;
}
