using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace InferOps.StandIns.Tests.Kubernetes;

/// <summary>Enough of an API server to hold objects: create, read, list, replace with conflict detection. Watches stay silent.</summary>
internal sealed class ObjectStore
{
    private readonly Lock gate = new();
    private int version;

    public ConcurrentDictionary<string, JsonObject> Objects { get; } = new();

    /// <summary>When set, every request is refused, as if the server were away.</summary>
    public bool IsDown { get; set; }

    public async Task AnswerAsync(HttpContext context)
    {
        var body = context.Request.Method is "POST" or "PUT" ? (await JsonNode.ParseAsync(context.Request.Body))!.AsObject() : null;
        if (context.Request.Query["watch"] == "true")
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        var (status, answer) = Answer(context.Request.Method, context.Request.Path, body);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    public JsonObject Put(string path, JsonObject value)
    {
        lock (gate)
        {
            value["metadata"]!["resourceVersion"] = $"{++version}";
            return Objects[path] = (JsonObject)value.DeepClone();
        }
    }

    private (int Status, JsonObject Answer) Answer(string method, string path, JsonObject? body)
    {
        lock (gate)
        {
            if (IsDown) return Refuse(503, "ServiceUnavailable");
            if (method == "POST") path += "/" + body!["metadata"]!["name"];
            var exists = Objects.TryGetValue(path, out var current);
            return method switch
            {
                "POST" when exists => Refuse(409, "AlreadyExists"),
                "POST" => (201, Put(path, body!)),
                _ when !exists => Refuse(404, "NotFound"),
                "PUT" when body!["metadata"]!["resourceVersion"]?.GetValue<string>() != current!["metadata"]!["resourceVersion"]!.GetValue<string>() => Refuse(409, "Conflict"),
                "PUT" => (200, Put(path, body!)),
                _ => (200, current!),
            };
        }
    }

    private static (int Status, JsonObject Answer) Refuse(int code, string reason) =>
        (code, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = reason, ["code"] = code });
}
