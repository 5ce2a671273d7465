using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Client;

/// <summary>Writes core/v1 Events about objects; the same event again raises its count. An event is never worth failing for: a refusal is logged.</summary>
internal sealed class EventRecorder(KubeClient client, string component, TimeProvider time, ILogger log)
{
    private readonly ConcurrentDictionary<string, Task> _tails = new();

    public void Normal(JsonObject about, string reason, string message) => Record(about, "Normal", reason, message);

    public void Warning(JsonObject about, string reason, string message) => Record(about, "Warning", reason, message);

    private void Record(JsonObject about, string type, string reason, string message)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{about.Uid}|{type}|{reason}|{message}|{component}")))[..16];
        var name = $"{about.Name}.{hash}";
        var body = Build(about, name, type, reason, message);
        // One after the other per event, so that the count and the times do not race.
        _tails.AddOrUpdate(name, _ => WriteAsync(body), (_, tail) => tail.IsCompleted ? WriteAsync(body) : AfterAsync(tail, body));
    }

    private async Task AfterAsync(Task tail, JsonObject body)
    {
        await tail;
        await WriteAsync(body);
    }

    private async Task WriteAsync(JsonObject body)
    {
        try
        {
            if (await client.GetAsync(Resource.Events, body.Namespace, body.Name, CancellationToken.None) is { } existing)
                await client.ReviseAsync(Resource.Events, existing, Again, null, CancellationToken.None);
            else
                await client.CreateAsync(Resource.Events, body, CancellationToken.None);
        }
        catch (Exception error) when (error is KubeApiException or HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            log.EventLost(body.Text("reason") ?? "", body.Key, error.Message);
        }
    }

    private void Again(JsonObject existing)
    {
        existing["count"] = (existing.Whole("count") ?? 1) + 1;
        existing["lastTimestamp"] = KubeTime.Seconds(time.GetUtcNow());
    }

    private JsonObject Build(JsonObject about, string name, string type, string reason, string message)
    {
        var now = KubeTime.Seconds(time.GetUtcNow());
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = about.Namespace ?? "default" },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = about.Text("apiVersion"),
                ["kind"] = about.Text("kind"),
                ["name"] = about.Name,
                ["namespace"] = about.Namespace ?? "",
                ["uid"] = about.Uid,
                ["resourceVersion"] = about.ResourceVersion,
            },
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message.Length > 1024 ? message[..1024] : message,
            ["source"] = new JsonObject { ["component"] = component },
            ["reportingComponent"] = component,
            ["reportingInstance"] = component,
            ["firstTimestamp"] = now,
            ["lastTimestamp"] = now,
            ["count"] = 1,
        };
    }
}
