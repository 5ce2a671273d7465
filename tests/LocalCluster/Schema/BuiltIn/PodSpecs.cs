using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Schema.BuiltIn;

/// <summary>Finds the pod specifications within objects.</summary>
internal static class PodSpecs
{
    /// <summary>Each specification with its path; at most one in today's types.</summary>
    public static IEnumerable<(JsonObject Spec, string Path)> Within(string kind, JsonObject value)
    {
        string[]? path = kind switch
        {
            "Pod" => ["spec"],
            "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" => ["spec", "template", "spec"],
            "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
            "PodTemplate" => ["template", "spec"],
            _ => null,
        };
        if (path is not null && value.At(path) is JsonObject spec) yield return (spec, string.Join('.', path));
    }
}
