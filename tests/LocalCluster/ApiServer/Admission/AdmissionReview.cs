using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Subresources;
using InferOps.LocalCluster.Patching;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>The <c>admission.k8s.io/v1 AdmissionReview</c>: the question, and what its answer means.</summary>
internal sealed record AdmissionReview(Webhook Webhook, AdmissionAct Act, ResourceType Shown)
{
    private readonly string uid = Guid.NewGuid().ToString();

    public JsonObject ToRequest()
    {
        var request = Act.Request;
        var asked = new JsonObject
        {
            ["uid"] = uid,
            ["kind"] = Kind(Shown),
            ["resource"] = Resource(Shown),
            ["requestKind"] = Kind(Act.Type),
            ["requestResource"] = Resource(Act.Type),
            ["name"] = Act.Name,
            ["operation"] = Act.Operation,
            ["userInfo"] = new JsonObject { ["username"] = request.User.Name, ["uid"] = request.User.Uid, ["groups"] = request.User.Groups.ToJsonArray() },
            ["object"] = Show(Act.Object),
            ["oldObject"] = Show(Act.Old?.Copy()),
            ["dryRun"] = Act.DryRun,
            ["options"] = Options(),
        };
        if (request.Subresource.Length > 0) (asked["subResource"], asked["requestSubResource"]) = (request.Subresource, request.Subresource);
        if (Act.Namespace.Length > 0) asked["namespace"] = Act.Namespace;
        return new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["request"] = asked };
    }

    /// <summary>Takes the warnings, and returns the patched object where the webhook patches.</summary>
    /// <exception cref="WebhookFailure">The answer is none to this question.</exception>
    /// <exception cref="ApiException">The webhook denies the request.</exception>
    public JsonObject? Read(JsonObject answer)
    {
        if (answer.Text("kind") != "AdmissionReview" || answer.Text("apiVersion") != "admission.k8s.io/v1")
            throw new WebhookFailure($"expected response of kind AdmissionReview in admission.k8s.io/v1, got {answer.Text("apiVersion")}, Kind={answer.Text("kind")}");
        if (answer["response"] is not JsonObject response) throw new WebhookFailure("webhook response is missing");
        if (response.Text("uid") != uid) throw new WebhookFailure($"expected response.uid=\"{uid}\", got \"{response.Text("uid")}\"");
        Warn(response.Texts("warnings"));
        if (!response.IsTrue("allowed")) throw Denial(response["status"]);
        return response.Text("patch") is { Length: > 0 } patch && response.Text("patchType") == "JSONPatch" ? Patched(patch) : null;
    }

    /// <summary>Each sentence once, however often the write is tried; webhooks are asked at the same time.</summary>
    private void Warn(IReadOnlyList<string> warnings)
    {
        lock (Act.Request.Warnings) Act.Request.Warnings.AddRange(warnings.Except(Act.Request.Warnings).ToList());
    }

    private JsonObject Patched(string patch)
    {
        try
        {
            return JsonPatch.Apply(Act.Object!, JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(patch))) as JsonArray ?? []);
        }
        catch (Exception broken) when (broken is JsonException or FormatException or ApiException)
        {
            throw new ApiException(500, "InternalError", $"Internal error occurred: {broken.Message}");
        }
    }

    private ApiException Denial(JsonNode? status)
    {
        var denied = $"admission webhook \"{Webhook.Name}\" denied the request";
        var why = status.Text("message") is { Length: > 0 } message ? $": {message}" : status.Text("reason") is { Length: > 0 } reason ? $": {reason}" : " without explanation";
        return new ApiException((int)Math.Max(status.Number("code") ?? 0, 400), status.Text("reason") ?? "", denied + why);
    }

    /// <summary>In the version the webhook listed; through <c>/scale</c> as a Scale.</summary>
    private JsonObject? Show(JsonObject? content)
    {
        if (content is null) return null;
        if (Act.Request.Subresource == "scale") return ScaleForm.Of(Act.Type, content);
        var shown = (JsonObject)content.DeepClone();
        (shown["apiVersion"], shown["kind"]) = (Shown.ApiVersion, Shown.Kind);
        return shown;
    }

    private JsonObject Options()
    {
        var options = new JsonObject { ["kind"] = Act.Operation switch { "CREATE" => "CreateOptions", "UPDATE" => "UpdateOptions", _ => "DeleteOptions" }, ["apiVersion"] = "meta.k8s.io/v1" };
        if (Act.DryRun) options["dryRun"] = new JsonArray("All");
        if (Act.Operation != "DELETE" && Act.Request.Options.FieldManager is { } manager) options["fieldManager"] = manager;
        return options;
    }

    private static JsonObject Kind(ResourceType type) => new() { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind };

    private static JsonObject Resource(ResourceType type) => new() { ["group"] = type.Group, ["version"] = type.Version, ["resource"] = type.Plural };
}

/// <summary>A call that brought no answer; what that means is the webhook's failure policy.</summary>
internal sealed class WebhookFailure(string message, Exception? inner = null) : Exception(message, inner);
