using System.Text.Json.Nodes;

namespace InferOps.Operator.Core.Desired;

/// <summary>The <em>restricted</em> Pod Security standard, in the two places where Kubernetes wants it.</summary>
internal static class PodSecurity
{
    /// <summary>The customary id of a user without rights; the group lets it write to mounted volumes.</summary>
    private const int NobodyId = 65532;

    public static JsonObject Pod() => new()
    {
        ["runAsNonRoot"] = true,
        ["runAsUser"] = NobodyId,
        ["runAsGroup"] = NobodyId,
        ["fsGroup"] = NobodyId,
        ["fsGroupChangePolicy"] = "OnRootMismatch",
        ["seccompProfile"] = new JsonObject { ["type"] = "RuntimeDefault" },
    };

    public static JsonObject Container() => new()
    {
        ["allowPrivilegeEscalation"] = false,
        ["readOnlyRootFilesystem"] = true,
        ["capabilities"] = new JsonObject { ["drop"] = Manifest.Texts(["ALL"]) },
    };
}
