using System.Text;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Objects.Rules;

/// <summary><c>stringData</c> is for writing only: it becomes <c>data</c>.</summary>
internal static class SecretRules
{
    public static void MergeStringData(JsonObject secret)
    {
        if (secret["stringData"] is JsonObject texts)
        {
            var data = secret.Child("data");
            foreach (var (name, value) in texts) data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value.Text() ?? ""));
        }

        secret.Remove("stringData");
    }
}
