using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables.Columns;

/// <summary>Columns of what runs pods.</summary>
internal static class WorkloadColumns
{
    public static IReadOnlyList<Column> Deployment { get; } =
    [
        Common.Name,
        Column.Text("Ready", element => $"{element.Number("status", "readyReplicas") ?? 0}/{element.Number("spec", "replicas") ?? 0}"),
        Column.Number("Up-to-date", element => element.Number("status", "updatedReplicas")),
        Column.Number("Available", element => element.Number("status", "availableReplicas")),
        Common.Age, Containers, Images, Selector,
    ];

    public static IReadOnlyList<Column> ReplicaSet { get; } =
    [
        Common.Name,
        Column.Number("Desired", element => element.Number("spec", "replicas")),
        Column.Number("Current", element => element.Number("status", "replicas")),
        Column.Number("Ready", element => element.Number("status", "readyReplicas")),
        Common.Age, Containers, Images, Selector,
    ];

    public static IReadOnlyList<Column> StatefulSet { get; } =
    [
        Common.Name,
        Column.Text("Ready", element => $"{element.Number("status", "readyReplicas") ?? 0}/{element.Number("spec", "replicas") ?? 0}"),
        Common.Age, Containers, Images,
    ];

    public static IReadOnlyList<Column> DaemonSet { get; } =
    [
        Common.Name,
        Column.Number("Desired", element => element.Number("status", "desiredNumberScheduled")),
        Column.Number("Current", element => element.Number("status", "currentNumberScheduled")),
        Column.Number("Ready", element => element.Number("status", "numberReady")),
        Column.Number("Up-to-date", element => element.Number("status", "updatedNumberScheduled")),
        Column.Number("Available", element => element.Number("status", "numberAvailable")),
        Column.Text("Node Selector", element => Common.Pairs(element.Map("spec", "template", "spec", "nodeSelector"))),
        Common.Age, Containers, Images, Selector,
    ];

    public static IReadOnlyList<Column> Job { get; } =
    [
        Common.Name,
        Column.Text("Status", JobStatus),
        Column.Text("Completions", element => $"{element.Number("status", "succeeded") ?? 0}/{element.Number("spec", "completions") ?? 1}"),
        new Column("Duration", "string", JobDuration),
        Common.Age, Containers, Images, Selector,
    ];

    public static IReadOnlyList<Column> CronJob { get; } =
    [
        Common.Name,
        Column.Text("Schedule", element => element.Text("spec", "schedule")),
        Column.Text("Timezone", element => element.Text("spec", "timeZone")),
        Column.Text("Suspend", element => element.IsTrue("spec", "suspend") ? "True" : "False"),
        Column.Number("Active", element => element.Items("status", "active").Count()),
        new Column("Last Schedule", "string", (element, now) =>
            element.Time("status", "lastScheduleTime") is { } time ? Age.Since(time, now) : "<none>"),
        Common.Age,
    ];

    public static IReadOnlyList<Column> HorizontalPodAutoscaler { get; } =
    [
        Common.Name,
        Column.Text("Reference", element => $"{element.Text("spec", "scaleTargetRef", "kind")}/{element.Text("spec", "scaleTargetRef", "name")}"),
        Column.Text("MinPods", element => element.Number("spec", "minReplicas")?.ToString() ?? "<unset>"),
        Column.Number("MaxPods", element => element.Number("spec", "maxReplicas")),
        Column.Number("Replicas", element => element.Number("status", "currentReplicas")),
        Common.Age,
    ];

    public static IReadOnlyList<Column> PodDisruptionBudget { get; } =
    [
        Common.Name,
        Column.Text("Min Available", element => element.At("spec", "minAvailable")?.ToString() ?? "N/A"),
        Column.Text("Max Unavailable", element => element.At("spec", "maxUnavailable")?.ToString() ?? "N/A"),
        Column.Number("Allowed Disruptions", element => element.Number("status", "disruptionsAllowed")),
        Common.Age,
    ];

    private static Column Containers => Column.Wide("Containers", element => TemplateNames(element, "name"));

    private static Column Images => Column.Wide("Images", element => TemplateNames(element, "image"));

    private static Column Selector => Column.Wide("Selector", element => Common.Selector(element.At("spec", "selector")));

    private static string TemplateNames(JsonElement element, string field) =>
        string.Join(',', element.Items("spec", "template", "spec", "containers").Select(container => container.Text(field)));

    private static string JobStatus(JsonElement job)
    {
        bool Is(string type) => job.Items("status", "conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");
        if (Is("Complete")) return "Complete";
        if (Is("Failed")) return "Failed";
        if (job.At("metadata", "deletionTimestamp") is not null) return "Terminating";
        return Is("Suspended") ? "Suspended" : "Running";
    }

    private static JsonNode? JobDuration(JsonElement job, DateTimeOffset now) =>
        job.Time("status", "startTime") is { } start ? Age.Of((job.Time("status", "completionTime") ?? now) - start) : "";
}
