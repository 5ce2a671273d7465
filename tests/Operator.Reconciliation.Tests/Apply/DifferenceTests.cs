using System.Text.Json.Nodes;
using InferOps.Operator.Reconciliation.Apply;

namespace InferOps.Operator.Reconciliation.Tests.Apply;

/// <summary>When is an object written again? Never for what the server or others added, always for what we say and is not so.</summary>
public sealed class DifferenceTests
{
    private const string Desired = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n","labels":{"a":"1"}},
         "spec":{"replicas":2,"paused":false,"template":{"spec":{
           "containers":[{"name":"engine","image":"i:1","args":["serve","--port","8080"],"resources":{"limits":{"cpu":"1000m","memory":"1024Mi"}},"ports":[{"containerPort":8080}]}],
           "tolerations":[{"key":"gpu","operator":"Exists"}],"volumes":[{"name":"tmp","emptyDir":{}}]}}}}
        """;

    /// <summary>What happened to the live object, how, and whether it is written again.</summary>
    public static TheoryData<string, string, string?, bool> Changes => new()
    {
        { "nothing", "metadata.uid", "\"u\"", false },
        { "the server adds defaults", "spec.template.spec.dnsPolicy", "\"ClusterFirst\"", false },
        { "the server adds defaults in a list entry", "spec.template.spec.containers.0.imagePullPolicy", "\"Always\"", false },
        { "the server adds a status", "status", """{"replicas":2}""", false },
        { "quantities are written another way", "spec.template.spec.containers.0.resources.limits", """{"cpu":"1","memory":"1Gi"}""", false },
        { "numbers are written another way", "spec.replicas", "2.0", false },
        { "somebody adds a label", "metadata.labels.b", "\"2\"", false },
        { "a webhook injects a sidecar", "spec.template.spec.containers.1", """{"name":"mesh","image":"m"}""", false },
        { "a webhook injects a volume first", "spec.template.spec.volumes", """[{"name":"mesh","emptyDir":{}},{"name":"tmp","emptyDir":{"sizeLimit":"1Gi"}}]""", false },
        { "an empty object is gone", "spec.template.spec.volumes.0.emptyDir", null, false },
        { "somebody scales it", "spec.replicas", "5", true },
        { "somebody pauses it", "spec.paused", "true", true },
        { "somebody changes an image", "spec.template.spec.containers.0.image", "\"i:2\"", true },
        { "somebody adds an argument", "spec.template.spec.containers.0.args.3", "\"--evil\"", true },
        { "somebody reorders arguments", "spec.template.spec.containers.0.args", """["--port","8080","serve"]""", true },
        { "somebody removes a label", "metadata.labels.a", null, true },
        { "somebody removes a toleration", "spec.template.spec.tolerations", "[]", true },
        { "somebody changes a limit", "spec.template.spec.containers.0.resources.limits.cpu", "\"1001m\"", true },
        { "somebody removes the digest", $"metadata.annotations.{Difference.DigestAnnotation.Replace('.', '\0')}", null, true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Written_again(string happened, string path, string? value, bool written)
    {
        var live = Digest.Stamp(Parse(Desired));
        Set(live, path, value);
        var difference = Difference.Between([Parse(Desired)], [Live(live)]);
        Assert.True(written == (difference.Apply.Count == 1), happened);
        Assert.Empty(difference.Prune);
    }

    [Fact]
    public void A_field_that_is_no_longer_desired_is_seen_by_the_digest()
    {
        var smaller = Parse(Desired);
        ((JsonObject)smaller["spec"]!).Remove("paused");
        Assert.Single(Difference.Between([smaller], [Live(Digest.Stamp(Parse(Desired)))]).Apply);
    }

    [Fact]
    public void A_pod_made_from_another_manifest_is_replaced_and_one_that_a_webhook_changed_is_not()
    {
        var pod = Parse("""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n"},"spec":{"containers":[{"name":"c","image":"i:1"}]}}""");
        var other = (JsonObject)pod.DeepClone();
        Set(other, "spec.containers.0.image", "\"i:2\"");
        var mirrored = Digest.Stamp(pod);
        Set(mirrored, "spec.containers.0.image", "\"mirror/i:1\"");

        Assert.Single(Difference.Between([other], [Live(Digest.Stamp(pod))]).Replace);
        Assert.True(Difference.Between([pod], [Live(mirrored)]).IsEmpty);
    }

    [Fact]
    public void The_digest_follows_from_the_content_alone()
    {
        Assert.Equal(Digest.Stamp(Parse(Desired)).ToJsonString(), Digest.Stamp(Parse(Desired)).ToJsonString());
        Assert.False(Parse(Desired)["metadata"]!.AsObject().ContainsKey("annotations"));
    }

    [Fact]
    public void What_is_not_wanted_is_pruned_unless_it_goes_already()
    {
        var going = Parse(Desired);
        going["metadata"]!["name"] = "going";
        going["metadata"]!["deletionTimestamp"] = "2030-01-01T12:00:00Z";
        var difference = Difference.Between([], [Live(Parse(Desired)), Live(going)]);
        Assert.Equal("d", Assert.Single(difference.Prune).Key.Name);
        Assert.False(difference.IsEmpty);
    }

    [Fact]
    public void New_objects_are_applied_in_the_order_given()
    {
        var second = Parse(Desired);
        second["metadata"]!["name"] = "a";
        Assert.Equal(["d", "a"], Difference.Between([Parse(Desired), second], []).Apply.Select(manifest => (string)manifest["metadata"]!["name"]!));
    }

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(text)!;

    private static LiveManifest Live(JsonObject content) => new(ManifestKey.Of(content), content);

    /// <summary>Sets or, with null, removes what the path leads to; an index one past the end appends.</summary>
    private static void Set(JsonNode node, string path, string? value)
    {
        var parts = path.Split('.').Select(part => part.Replace('\0', '.')).ToArray();
        foreach (var part in parts[..^1]) node = node is JsonArray list ? list[int.Parse(part)]! : node[part]!;
        var last = parts[^1];
        if (node is JsonArray array) array.Insert(int.Parse(last), JsonNode.Parse(value!));
        else if (value is null) ((JsonObject)node).Remove(last);
        else node[last] = JsonNode.Parse(value);
    }
}
