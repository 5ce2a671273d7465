using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Install;

/// <summary>Whoever has a role in a namespace has it for what InferOps adds, without a binding of its own.</summary>
public sealed class PeopleTests
{
    private static readonly (string Role, string Question, string Answer)[] Expected =
    [
        ("view", "get infsvc", "yes"),
        ("view", "watch infsvc", "yes"),
        ("view", "create infsvc", "no"),
        ("view", "update infsvc --subresource=scale", "no"),
        ("edit", "create infsvc", "yes"),
        ("edit", "patch infsvc --subresource=scale", "yes"),
        ("edit", "delete infsvc", "yes"),
        // A status is the operator's to write, and pools are the platform team's.
        ("edit", "patch infsvc --subresource=status", "no"),
        ("admin", "create infsvc", "yes"),
        ("admin", "create cpool", "no"),
        ("inferops-platform", "create cpool", "yes"),
        ("inferops-platform", "patch infeng", "yes"),
        ("inferops-platform", "create infsvc", "no"),
    ];

    [Fact]
    public async Task Roles_of_the_cluster_hold_for_services_in_their_namespace()
    {
        await using var installation = await Installation.StartAsync(OperatorPlace.NotEvenDefined);
        await installation.HelmAsync("install", Helm.Chart, "--create-namespace", "--set", "replicas=0,engines.install=false");
        foreach (var role in Expected.Select(row => row.Role).Distinct())
        {
            var kind = role.StartsWith("inferops", StringComparison.Ordinal) ? "clusterrolebinding" : "rolebinding";
            await installation.KubectlAsync("create", kind, $"of-{role}", $"--clusterrole={role}", $"--user={role}");
        }

        foreach (var (role, question, answer) in Expected)
        {
            var said = await installation.Sandbox.Kubectl.TryAsync(["auth", "can-i", .. question.Split(' '), "--as", role], cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal($"{role} {question}: {answer}", $"{role} {question}: {said.Output.Trim()}");
        }
        Assert.Equal("no", (await installation.Sandbox.Kubectl.TryAsync(["auth", "can-i", "get", "infsvc", "-n", "kube-system", "--as", "edit"], cancellationToken: TestContext.Current.CancellationToken)).Output.Trim());
    }
}
