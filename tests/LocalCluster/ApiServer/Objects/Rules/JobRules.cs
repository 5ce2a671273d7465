using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects.Rules;

/// <summary>A job owns its pods by its own uid unless it brings a selector.</summary>
internal static class JobRules
{
    public static void OnCreate(JsonObject job)
    {
        var spec = job.Child("spec");
        if (spec.IsTrue("manualSelector")) return;
        var (uid, name) = (job.Text("metadata", "uid")!, job.Text("metadata", "name") ?? "");
        var labels = spec.Child("template").Metadata().Child("labels");
        foreach (var prefix in (ReadOnlySpan<string>)["batch.kubernetes.io/", ""])
        {
            labels[$"{prefix}controller-uid"] = uid;
            labels[$"{prefix}job-name"] = name;
        }

        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
    }
}
