using InferOps.LocalCluster.Client;
using InferOps.Sandbox;
using InferOps.TestKit;

namespace InferOps.EndToEnd.Tests.Install;

/// <summary>An installation for two namespaces serves those, sees nothing of the others, and is refused nothing.</summary>
public sealed class NamespacedTests
{
    [Fact]
    public async Task Serves_its_namespaces_and_leaves_the_others_alone()
    {
        await using var installation = await Installation.StartAsync(OperatorPlace.NotEvenDefined);
        foreach (var name in (string[])["team-a", "team-b", "elsewhere"]) await installation.KubectlAsync("create", "namespace", name);
        await installation.HelmAsync("install", Helm.Chart, "--create-namespace", "--wait", "--set", "replicas=1,watchNamespaces={team-a,team-b}");

        var quickstart = Yaml.Read(await File.ReadAllTextAsync(Quickstart.File, TestContext.Current.CancellationToken));
        foreach (var pool in quickstart.Where(manifest => manifest.Text("kind") == "ComputePool")) await installation.Sandbox.CreateAsync(pool);
        foreach (var name in (string[])["elsewhere", "team-a", "team-b"])
        {
            var service = quickstart.Single(manifest => manifest.Text("kind") == "InferenceService").Copy();
            service["metadata"]!["namespace"] = name;
            await installation.Sandbox.CreateAsync(service);
        }

        foreach (var name in (string[])["team-a", "team-b"]) await installation.KubectlAsync("wait", "--for=condition=Ready", $"infsvc/{Quickstart.Name}", "-n", name, "--timeout=60s");
        await installation.HelmAsync("test");
        Assert.Equal("", await installation.KubectlAsync("get", "infsvc", Quickstart.Name, "-n", "elsewhere", "-o", "jsonpath={.status}"));
        Assert.Empty(await installation.NamesAsync("pods,deploy", "-n", "elsewhere"));
        Assert.Empty(installation.Refusals());
    }
}
