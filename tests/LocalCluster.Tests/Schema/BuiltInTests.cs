using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Tests.Schema;

/// <summary>What the server makes of objects of built-in types.</summary>
public sealed class BuiltInTests
{
    private const string Pod = """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"i"}]}}""";

    private const string Deployment =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
         "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"a","image":"i"}]}}}}
        """;

    private const string Service = """{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"clusterIP":"127.96.0.1","ports":[{"port":80}]}}""";

    public static TheoryData<string, string, string, string> Filled => new()
    {
        { "a Deployment wants one replica", Deployment, "spec/replicas", "1" },
        { "a Deployment rolls", Deployment, "spec/strategy", """{"type":"RollingUpdate","rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"}}""" },
        { "a Deployment has a deadline", Deployment, "spec/progressDeadlineSeconds", "600" },
        { "a Recreate strategy has no settings", With(Deployment, "spec/strategy", """{"type":"Recreate"}"""), "spec/strategy", """{"type":"Recreate"}""" },
        { "a pod restarts", Pod, "spec/restartPolicy", "\"Always\"" },
        { "a pod has time to stop", Pod, "spec/terminationGracePeriodSeconds", "30" },
        { "an image without a tag is pulled always", Pod, "spec/containers/0/imagePullPolicy", "\"Always\"" },
        { "an image with a tag is pulled once", With(Pod, "spec/containers/0/image", "\"r:5000/i:1\""), "spec/containers/0/imagePullPolicy", "\"IfNotPresent\"" },
        { "a registry's port is no tag", With(Pod, "spec/containers/0/image", "\"r:5000/i\""), "spec/containers/0/imagePullPolicy", "\"Always\"" },
        { "a port is TCP", With(Pod, "spec/containers/0/ports", """[{"containerPort":80}]"""), "spec/containers/0/ports/0/protocol", "\"TCP\"" },
        { "a probe has a period", With(Pod, "spec/containers/0/readinessProbe", """{"tcpSocket":{"port":80}}"""), "spec/containers/0/readinessProbe/periodSeconds", "10" },
        { "limits are requests too", With(Pod, "spec/containers/0/resources", """{"limits":{"nvidia.com/gpu":1}}"""), "spec/containers/0/resources/requests", """{"nvidia.com/gpu":"1"}""" },
        { "quantities become canonical", With(Pod, "spec/containers/0/resources", """{"requests":{"cpu":0.5,"memory":"1024Mi"}}"""), "spec/containers/0/resources/requests", """{"cpu":"500m","memory":"1Gi"}""" },
        { "a volume without a source is an empty directory", With(Pod, "spec/volumes", """[{"name":"v"}]"""), "spec/volumes/0", """{"name":"v","emptyDir":{}}""" },
        { "a service leads to the same port", Service, "spec/ports/0", """{"port":80,"protocol":"TCP","targetPort":80}""" },
        { "a service is a ClusterIP", Service, "spec/type", "\"ClusterIP\"" },
    };

    [Theory, MemberData(nameof(Filled))]
    public void By_default(string sentence, string sent, string path, string expected)
    {
        var found = At(Prepare(sent), path);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), found), $"{sentence}: {found?.ToJsonString()}");
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "a bad name", With(Pod, "metadata/name", "\"A_B\""), "metadata.name: Invalid value: \"A_B\": a lowercase RFC 1123 subdomain" },
        { "a bad label", With(Pod, "metadata/labels", """{"a":"b c"}"""), "metadata.labels: Invalid value: \"b c\": a valid label must be" },
        { "no containers", With(Pod, "spec/containers", "[]"), "spec.containers: Required value" },
        { "no image", With(Pod, "spec/containers/0/image", "\"\""), "spec.containers[0].image: Required value" },
        { "a mount of nothing", With(Pod, "spec/containers/0/volumeMounts", """[{"name":"x","mountPath":"/x"}]"""), "volumeMounts[0].name: Not found: \"x\"" },
        { "a probe without a handler", With(Pod, "spec/containers/0/livenessProbe", "{}"), "livenessProbe: Required value: must specify a handler type" },
        { "more asked for than allowed", With(Pod, "spec/containers/0/resources", """{"limits":{"cpu":"1"},"requests":{"cpu":"2"}}"""), "must be less than or equal to cpu limit of 1" },
        { "half a GPU", With(Pod, "spec/containers/0/resources", """{"limits":{"nvidia.com/gpu":"500m"}}"""), "must be an integer" },
        { "an unknown restart policy", With(Pod, "spec/restartPolicy", "\"Sometimes\""), "Unsupported value: \"Sometimes\": supported values: \"Always\", \"Never\", \"OnFailure\"" },
        { "a selector that misses the template", With(Deployment, "spec/template/metadata/labels", """{"a":"c"}"""), "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template `labels`" },
        { "no selector", With(Deployment, "spec/selector", null), "spec.selector: Required value" },
        { "negative replicas", With(Deployment, "spec/replicas", "-1"), "spec.replicas: Invalid value: -1: must be greater than or equal to 0" },
        { "a rolling update that cannot move", With(Deployment, "spec/strategy", """{"rollingUpdate":{"maxSurge":0,"maxUnavailable":"0%"}}"""), "may not be 0 when `maxSurge` is 0" },
        { "a port out of range", With(Service, "spec/ports", """[{"port":70000}]"""), "spec.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive" },
        { "two nameless ports", With(Service, "spec/ports", """[{"port":80},{"port":81}]"""), "spec.ports[0].name: Required value" },
        { "a wrong type", With(Deployment, "spec/replicas", "\"x\""), "cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field .spec.replicas of type int32" },
        { "a quantity that is none", With(Pod, "spec/containers/0/resources", """{"limits":{"cpu":"a lot"}}"""), "quantities must match the regular expression" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void Is_refused_for(string sentence, string sent, string message)
    {
        var error = Assert.Throws<ApiException>(() => Prepare(sent));
        Assert.True(error.Message.Contains(message, StringComparison.Ordinal), $"{sentence}: {error.Message}");
    }

    public static TheoryData<string, string, string, string?> Changed => new()
    {
        { "a selector is immutable", Deployment, With(With(Deployment, "spec/selector", """{"matchLabels":{"c":"d"}}"""), "spec/template/metadata/labels", """{"c":"d"}"""), "spec.selector: Invalid value: {\"matchLabels\":{\"c\":\"d\"}}: field is immutable" },
        { "an address is immutable", Service, With(Service, "spec/clusterIP", "\"127.96.0.9\""), "may not change once set" },
        { "a pod's command is immutable", Pod, With(Pod, "spec/containers/0/command", """["x"]"""), "spec: Forbidden: pod updates may not change fields other than" },
        { "a pod's image can change", Pod, With(Pod, "spec/containers/0/image", "\"j\""), null },
        { "a pod can be bound", Pod, With(Pod, "spec/nodeName", "\"n\""), null },
    };

    [Theory, MemberData(nameof(Changed))]
    public void After_creation(string sentence, string stored, string sent, string? message)
    {
        var error = Record.Exception(() => Prepare(sent, Prepare(stored)));
        Assert.True(message is null ? error is null : error?.Message.Contains(message, StringComparison.Ordinal) == true, $"{sentence}: {error?.Message}");
    }

    [Fact]
    public void Every_served_type_has_a_schema() =>
        Assert.All(BuiltInTypes.All, type => Assert.True(SchemaCatalog.BuiltIn.SchemaOf(type).IsStruct, type.Kind));

    private static JsonObject Prepare(string sent, JsonObject? old = null)
    {
        var value = JsonNode.Parse(sent)!.AsObject();
        var type = BuiltInTypes.Find(value.Text("apiVersion")!, value.Text("kind")!)!;
        return SchemaCatalog.BuiltIn.Prepare(type, value, FieldValidation.Strict, out _, old);
    }

    /// <summary>The object with another value at a path; without the field when it is null.</summary>
    private static string With(string value, string path, string? replacement)
    {
        var root = JsonNode.Parse(value)!;
        var at = path.LastIndexOf('/');
        var parent = At(root, path[..at])!.AsObject();
        if (replacement is null) parent.Remove(path[(at + 1)..]);
        else parent[path[(at + 1)..]] = JsonNode.Parse(replacement);
        return root.ToJsonString();
    }

    private static JsonNode? At(JsonNode? node, string path) =>
        path.Split('/').Aggregate(node, (here, step) => int.TryParse(step, out var index) ? here?[index] : here?[step]);
}
