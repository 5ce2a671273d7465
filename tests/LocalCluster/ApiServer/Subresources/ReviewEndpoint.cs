using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Subresources;

/// <summary>Kinds that are questions about users and permissions: they are answered, not stored.</summary>
internal sealed class ReviewEndpoint(ServerParts parts)
{
    public bool Handles(ResourceType type) => type.Group is "authentication.k8s.io" or "authorization.k8s.io";

    public async Task HandleAsync(HttpContext http, ObjectRequest request)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) throw ApiException.MethodNotAllowed();
        var review = (await RequestBody.ReadAsync(http.Request, http.RequestAborted)).ToObject();
        review["apiVersion"] = request.Type.ApiVersion;
        review["kind"] = request.Type.Kind;
        review["status"] = Answer(request, review.Child("spec"));
        await ResponseWriter.NodeAsync(http, review, 201);
    }

    private JsonObject Answer(ObjectRequest request, JsonObject spec) => request.Type.Kind switch
    {
        "SelfSubjectReview" => new JsonObject { ["userInfo"] = Describe(request.User) },
        "TokenReview" => ReviewToken(spec),
        "SelfSubjectRulesReview" => ReviewRules(request.User, spec.Text("namespace") ?? ""),
        "SelfSubjectAccessReview" => ReviewAccess(request.User, spec),
        _ => ReviewAccess(new UserIdentity(spec.Text("user") ?? "", spec.Texts("groups")), spec),
    };

    private JsonObject ReviewToken(JsonObject spec) => parts.Authenticator.FromToken(spec.Text("token") ?? "") is { } user
        ? new JsonObject { ["authenticated"] = true, ["user"] = Describe(user), ["audiences"] = new JsonArray(ServiceAccountTokens.Issuer) }
        : new JsonObject { ["authenticated"] = false, ["error"] = "invalid bearer token" };

    private JsonObject ReviewAccess(UserIdentity user, JsonObject spec)
    {
        var request = spec["resourceAttributes"] is JsonObject resource
            ? new AccessRequest(resource.Text("verb") ?? "")
            {
                Group = resource.Text("group") ?? "",
                Resource = resource.Text("resource") ?? "",
                Subresource = resource.Text("subresource") ?? "",
                Namespace = resource.Text("namespace") ?? "",
                Name = resource.Text("name") ?? "",
            }
            : new AccessRequest(spec.Text("nonResourceAttributes", "verb") ?? "") { Path = spec.Text("nonResourceAttributes", "path") ?? "" };
        return new JsonObject { ["allowed"] = parts.Policy.Value.Allows(user, request) };
    }

    private JsonObject ReviewRules(UserIdentity user, string ns)
    {
        var all = new RbacRule(["*"], ["*"], ["*"], [], ["*"]);
        var rules = user.Groups.Contains(UserIdentity.Masters) ? [all] : parts.Policy.Value.RulesFor(user, ns).ToList();
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(rule => rule.Resources.Count > 0).Select(ResourceRule)]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(rule => rule.Paths.Count > 0).Select(PathRule)]),
            ["incomplete"] = false,
        };
    }

    private static JsonObject ResourceRule(RbacRule rule)
    {
        var described = new JsonObject
        {
            ["verbs"] = rule.Verbs.ToJsonArray(),
            ["apiGroups"] = rule.Groups.ToJsonArray(),
            ["resources"] = rule.Resources.ToJsonArray(),
        };
        if (rule.ResourceNames.Count > 0) described["resourceNames"] = rule.ResourceNames.ToJsonArray();
        return described;
    }

    private static JsonObject PathRule(RbacRule rule) => new() { ["verbs"] = rule.Verbs.ToJsonArray(), ["nonResourceURLs"] = rule.Paths.ToJsonArray() };

    private static JsonObject Describe(UserIdentity user)
    {
        var described = new JsonObject { ["username"] = user.Name, ["groups"] = user.Groups.ToJsonArray() };
        if (user.Uid.Length > 0) described["uid"] = user.Uid;
        return described;
    }
}
