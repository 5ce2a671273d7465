using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Install;

/// <summary>From the previous chart to this one, back, on again, away, and in again: the real helm, and a service that is served all the while.</summary>
public sealed class LifecycleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_served_outlives_upgrade_rollback_and_uninstallation()
    {
        await using var installation = await Installation.StartAsync(OperatorPlace.Absent);
        // The previous chart has the rights of the previous operator and runs today's; and helm takes rights away before the last pod that had them is gone.
        installation.Sandbox.MayBeRefused = true;
        await installation.HelmAsync("install", Installation.PreviousChart, "--create-namespace", "--wait");
        await Quickstart.ApplyAsync(installation.Sandbox, Cancellation);
        await installation.SeeReplicasFollowAsync(1);
        var identities = await installation.IdentitiesAsync();

        await installation.AgeDefinitionAsync();
        await installation.HelmAsync("upgrade", Helm.Chart, "--wait");
        var refused = installation.Refusals();
        Assert.Equal("Model", await installation.FirstColumnAsync());
        Assert.Contains("inferops-check", await installation.HelmAsync("test"), StringComparison.Ordinal);
        await SeeJobGoneAsync(installation);
        Assert.Equal(identities, await installation.IdentitiesAsync());
        // The engine that was applied by hand is the user's; the others came with the chart.
        Assert.Equal("", await installation.KubectlAsync("get", "infeng", "llamasharp", "-o", "jsonpath={.metadata.annotations.meta\\.helm\\.sh/release-name}"));
        Assert.Contains("inferenceengine.inferops.dev/vllm", await installation.NamesAsync("infeng"));
        Assert.Equal(2, (await installation.NamesAsync("pods", "-n", SandboxEnvironment.OperatorNamespace)).Count);
        await SeeOneLeadAsync(installation);
        Assert.Equal(refused, installation.Refusals());

        await installation.HelmAsync("rollback", "1", "--wait");
        Assert.Contains("inferenceengine.inferops.dev/vllm", await installation.NamesAsync("infeng"));
        await installation.HelmAsync("upgrade", Helm.Chart, "--wait", "--set", "replicas=1");
        Assert.Equal(identities, await installation.IdentitiesAsync());

        await installation.HelmAsync("uninstall", "--wait");
        Assert.Equal(identities, await installation.IdentitiesAsync());
        Assert.Empty(await installation.NamesAsync("deploy,sa,netpol,role,svc", "-n", SandboxEnvironment.OperatorNamespace, "-l", "app.kubernetes.io/name=inferops"));
        Assert.Empty(await installation.NamesAsync("clusterroles,clusterrolebindings", "-l", "app.kubernetes.io/name=inferops"));

        await installation.AgeDefinitionAsync();
        await installation.HelmAsync("install", Helm.Chart, "--wait");
        refused = installation.Refusals();
        Assert.Equal("Model", await installation.FirstColumnAsync());
        await installation.SeeReplicasFollowAsync(2);
        Assert.Equal(refused, installation.Refusals());
    }

    /// <summary>The hooks of the upgrade leave nothing behind, their rights least of all.</summary>
    private static async Task SeeJobGoneAsync(Installation installation)
    {
        Assert.Empty(await installation.NamesAsync("jobs,cm,sa", "-n", SandboxEnvironment.OperatorNamespace, "-l", "app.kubernetes.io/component=crds"));
        Assert.Empty(await installation.NamesAsync("clusterroles,clusterrolebindings", "-l", "app.kubernetes.io/component=crds"));
    }

    private static async Task SeeOneLeadAsync(Installation installation)
    {
        var pods = await installation.NamesAsync("pods", "-n", SandboxEnvironment.OperatorNamespace);
        await Eventually.SeeAsync(
            async () => (await installation.Sandbox.Cluster.Client.GetAsync(Resource.Leases, SandboxEnvironment.OperatorNamespace, "inferops-leader", Cancellation))!.Text("spec", "holderIdentity"),
            holder => pods.Contains($"pod/{holder}"));
    }
}
