using System.Text.Json;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Api.Subresources;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>One entry of a webhook configuration.</summary>
/// <param name="Name">Its own name, which refusals tell.</param>
/// <param name="Rules">Requests it is called for.</param>
/// <param name="Client">Its <c>clientConfig</c>.</param>
internal sealed record Webhook(string Name, IReadOnlyList<AdmissionRule> Rules, JsonElement Client)
{
    public JsonElement? NamespaceSelector { get; init; }

    public JsonElement? ObjectSelector { get; init; }

    /// <summary>True: a call that fails counts as not made. False: it refuses the request.</summary>
    public bool IgnoresFailure { get; init; }

    /// <summary>True: other versions of a listed resource do not match.</summary>
    public bool IsExact { get; init; }

    public TimeSpan Timeout { get; init; }

    public static Webhook Read(JsonElement webhook) => new(webhook.Text("name") ?? "", [.. webhook.Items("rules").Select(AdmissionRule.Read)], webhook.At("clientConfig") ?? default)
    {
        NamespaceSelector = webhook.At("namespaceSelector"),
        ObjectSelector = webhook.At("objectSelector"),
        IgnoresFailure = webhook.Text("failurePolicy") == "Ignore",
        IsExact = webhook.Text("matchPolicy") == "Exact",
        Timeout = TimeSpan.FromSeconds(webhook.Number("timeoutSeconds") ?? 10),
    };

    /// <summary>The type whose version the webhook is to be shown; null when it is not called.</summary>
    /// <param name="equivalents">Every served version of the written type, the one asked for first.</param>
    /// <exception cref="ApiException">404 when the namespace is unknown.</exception>
    public ResourceType? Matches(AdmissionAct act, IEnumerable<ResourceType> equivalents, ObjectStore store)
    {
        var type = (IsExact ? [act.Type] : equivalents).FirstOrDefault(candidate => Rules.Any(rule => rule.Matches(act, candidate)));
        return type is not null && SelectsNamespace(act, store) && SelectsObject(act) ? type : null;
    }

    private bool SelectsObject(AdmissionAct act) => (act.Object is not null && Selection.Matches(ObjectSelector, act.Object.Labels()))
        || (act.Old is not null && Selection.Matches(ObjectSelector, act.Old.Labels));

    /// <summary>What lies in no namespace and is none is never exempted by one.</summary>
    private bool SelectsNamespace(AdmissionAct act, ObjectStore store)
    {
        if (act.Namespace.Length == 0) return true;
        if (act.Type.GroupResource == "namespaces" && act.Object is not null) return Selection.Matches(NamespaceSelector, act.Object.Labels());
        var found = store.Find(new ObjectKey("namespaces", "", act.Namespace)) ?? throw ApiException.NotFound(BuiltInTypes.Find("v1", "Namespace")!, act.Namespace);
        return Selection.Matches(NamespaceSelector, found.Labels);
    }
}
