using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace InferOps.Operator.Host.Live;

/// <summary>What the API server said when it refused, without the client's words and the JSON around it.</summary>
internal static class ServerMessage
{
    public static string Of(Exception failure) => (failure as HttpOperationException)?.Response.Content is { Length: > 0 } status && Message(status) is { } message ? message : failure.Message;

    private static string? Message(string status)
    {
        try
        {
            return KubernetesJson.Deserialize<V1Status>(status).Message;
        }
        catch (JsonException)
        {
            // A proxy between us and the API server answers in words of its own.
            return null;
        }
    }
}
