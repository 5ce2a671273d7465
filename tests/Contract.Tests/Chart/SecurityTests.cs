using System.Text.Json.Nodes;

namespace InferOps.Contract.Tests.Chart;

/// <summary>What a review of the rendered YAML looks for first.</summary>
public sealed class SecurityTests
{
    public static TheoryData<string> Sets => RenderingTests.Sets;

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Every_pod_meets_the_restricted_standard(string set)
    {
        var pods = (await Helm.TemplateAsync(ValueSet.Named(set))).Select(Pod).OfType<JsonNode>().ToList();
        Assert.NotEmpty(pods);
        foreach (var pod in pods)
        {
            Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.Equal("RuntimeDefault", (string)pod["securityContext"]!["seccompProfile"]!["type"]!);
            Assert.All(["hostNetwork", "hostPID", "hostIPC"], field => Assert.Null(pod[field]));
            Assert.All(pod["volumes"]!.AsArray(), volume => Assert.Contains(volume!.AsObject().Single(entry => entry.Key != "name").Key, new[] { "configMap", "emptyDir", "projected", "secret" }));
            foreach (var container in pod["containers"]!.AsArray())
            {
                var context = container!["securityContext"]!;
                Assert.Equal((false, true, "ALL"), ((bool)context["allowPrivilegeEscalation"]!, (bool)context["readOnlyRootFilesystem"]!, (string)context["capabilities"]!["drop"]![0]!));
                Assert.NotNull(container["resources"]!["requests"]!["memory"]);
                Assert.NotNull(container["resources"]!["limits"]!["memory"]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task No_right_is_a_wildcard_and_none_is_about_secrets_of_the_cluster(string set)
    {
        foreach (var role in (await Helm.TemplateAsync(ValueSet.Named(set))).Where(document => (string)document["kind"]! is "ClusterRole" or "Role"))
        foreach (var rule in role["rules"]!.AsArray())
        {
            Assert.All(rule!.AsObject().SelectMany(field => field.Value!.AsArray()), value => Assert.NotEqual("*", (string)value!));
            if ((string)role["kind"]! == "ClusterRole") Assert.DoesNotContain("secrets", rule["resources"]!.AsArray().Select(resource => (string)resource!));
        }
    }

    [Fact]
    public async Task An_installation_for_namespaces_may_only_read_outside_them_and_only_what_has_no_namespace()
    {
        var rendering = await Helm.TemplateAsync(ValueSet.Named("namespaced"));
        var bound = rendering.Where(document => (string)document["kind"]! == "ClusterRoleBinding" && document["metadata"]!["annotations"] is null).Select(binding => (string)binding["roleRef"]!["name"]!).ToHashSet();
        var rules = rendering.Where(document => (string)document["kind"]! == "ClusterRole" && bound.Contains((string)document["metadata"]!["name"]!)).SelectMany(role => role["rules"]!.AsArray()).ToList();
        Assert.NotEmpty(rules);
        Assert.All(rules.SelectMany(rule => rule!["resources"]!.AsArray()), resource =>
            Assert.Contains((string)resource!, new[] { "computepools", "computepools/status", "inferenceengines", "inferenceengines/status", "nodes", "validatingwebhookconfigurations" }));
        Assert.Equal(["team-a", "team-b"], rendering.Where(document => Helm.IdOf(document).StartsWith("RoleBinding", StringComparison.Ordinal) && Helm.IdOf(document).EndsWith("-services", StringComparison.Ordinal)).Select(binding => (string)binding["metadata"]!["namespace"]!));
    }

    private static JsonNode? Pod(JsonObject document) => (string)document["kind"]! switch
    {
        "Pod" => document["spec"],
        "Deployment" or "Job" => document["spec"]!["template"]!["spec"],
        _ => null,
    };
}
