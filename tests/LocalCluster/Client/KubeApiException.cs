using System.Net;
using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>The API server refused a request. <see cref="Reason"/> is the machine-readable reason of the Status it answered with.</summary>
public sealed class KubeApiException(HttpStatusCode code, string reason, string message) : Exception(message)
{
    public HttpStatusCode Code { get; } = code;

    public string Reason { get; } = reason;

    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    public bool IsConflict => Code == HttpStatusCode.Conflict && Reason != "AlreadyExists";

    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>The requested resource version is older than what the server remembers: list again.</summary>
    public bool IsGone => Code == HttpStatusCode.Gone;

    /// <summary>Nothing can be made in this namespace any more: it is on its way out.</summary>
    public bool IsNamespaceTerminating => Code == HttpStatusCode.Forbidden && Message.Contains("being terminated", StringComparison.Ordinal);

    internal static KubeApiException From(HttpStatusCode code, string body, string request)
    {
        var status = TryParse(body);
        var message = status.Text("message") ?? (body.Length > 0 ? body : code.ToString());
        return new KubeApiException(code, status.Text("reason") ?? code.ToString(), $"{request}: {message}");
    }

    private static JsonNode? TryParse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            // A proxy or a panicking server answers in plain text; the text itself then becomes the message.
            return null;
        }
    }
}
