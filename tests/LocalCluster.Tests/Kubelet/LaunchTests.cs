using InferOps.LocalCluster.Kubelet;
using InferOps.LocalCluster.Kubelet.Images;
using InferOps.LocalCluster.Kubelet.Launch;

namespace InferOps.LocalCluster.Tests.Kubelet;

public sealed class LaunchTests
{
    private static readonly PathMap Map = new(new Dictionary<string, string>
    {
        ["/models"] = "/host/m", ["/models/cache"] = "/host/c", ["/dev/termination-log"] = "/host/t", ["/tmp/"] = "/host/tmp",
    });

    [Theory]
    [InlineData("/models/a.gguf", "/host/m/a.gguf")]
    [InlineData("/models", "/host/m")]
    [InlineData("/models/cache/x", "/host/c/x")]
    [InlineData("--model=/models/a,/models/b", "--model=/host/m/a,/host/m/b")]
    [InlineData("file:///models/a", "file:///host/m/a")]
    [InlineData("echo hi >/dev/termination-log; cat /tmp/x", "echo hi >/host/t; cat /host/tmp/x")]
    [InlineData("/models2/a", "/models2/a")]
    [InlineData("/my/models/a", "/my/models/a")]
    [InlineData("http://host/models/a", "http://host/models/a")]
    [InlineData("models/a", "models/a")]
    [InlineData("/models.old", "/models.old")]
    [InlineData("in /models.", "in /host/m.")]
    public void A_container_path_is_rewritten_as_a_path_and_only_so(string text, string expected) => Assert.Equal(expected, Map.Rewrite(text));

    [Theory]
    [InlineData("$(A)/x", "1/x")]
    [InlineData("$(B)", "$(B)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$A ${A}", "$A ${A}")]
    public void References_expand_when_known(string text, string expected) =>
        Assert.Equal(expected, Expansion.Expand(text, new Dictionary<string, string> { ["A"] = "1" }));

    [Theory]
    [InlineData("ghcr.io/inferops/runtime:v1", "ghcr.io/inferops/runtime")]
    [InlineData("ghcr.io/inferops/runtime@sha256:abc", "ghcr.io/inferops/runtime")]
    [InlineData("localhost:5000/inferops/gateway:dev", "*/gateway")]
    [InlineData("docker.io/library/busybox:1.36", "busybox:1.36")]
    [InlineData("busybox:1.35", "*")]
    [InlineData("ghcr.io/inferops/runtime-cuda:v1", "*")]
    public void The_first_rule_that_matches_counts(string image, string rule)
    {
        var catalog = new ImageCatalog(new[] { "ghcr.io/inferops/runtime", "*/gateway", "busybox:1.36", "*" }.Select(name => new ImageRule { Name = name }));
        Assert.Equal(rule, catalog.Find(image)!.Name);
    }
}
