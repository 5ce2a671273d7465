using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;

namespace InferOps.EndToEnd.Tests.Resilience;

/// <summary>An operator that may not do its work says so, and does it once it may.</summary>
public sealed class RightsTests(ResilienceSandbox resilience) : IClassFixture<ResilienceSandbox>
{
    private static readonly Resource Roles = new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", Namespaced: false);
    private const string Role = "inferops-services";
    private readonly SandboxEnvironment _sandbox = resilience.Environment;

    [Fact]
    public async Task Says_in_condition_and_log_what_it_may_not_write()
    {
        var rules = await LimitDeploymentsAsync("list", "watch");

        await _sandbox.CreateAsync(SleeperFleet.Service("unwritable", 1));

        var service = await _sandbox.SeeConditionAsync("unwritable", "Available", "False", "ApplyRefused");
        Assert.Contains("cannot patch resource \"deployments\"", service.Condition("Available")!.Text("message"));
        Assert.Equal("ApplyRefused", service.Condition("Ready")!.Text("reason"));
        await SeeInLogAsync("refused Deployment default/unwritable-metal");

        await ReplaceAsync(rules);
        await SeeDeploymentAsync("unwritable");
        await _sandbox.SeeConditionAsync("unwritable", "Available", "False", "ReplicasStarting");
    }

    [Fact]
    public async Task Says_in_the_log_what_it_may_not_watch()
    {
        await _sandbox.KillOperatorAsync();
        var rules = await LimitDeploymentsAsync();
        _sandbox.StartOperator();
        await _sandbox.CreateAsync(SleeperFleet.Service("unwatched", 1));

        await SeeInLogAsync("cannot list resource \"deployments\"");
        Assert.False(_sandbox.Operator!.HasExited);

        await ReplaceAsync(rules);
        await SeeDeploymentAsync("unwatched");
    }

    /// <summary>Leaves the operator these verbs on Deployments. Returns the rules as they were.</summary>
    private async Task<JsonArray> LimitDeploymentsAsync(params string[] verbs)
    {
        _sandbox.MayBeRefused = true;
        var role = (await _sandbox.FindAsync(Roles, Role))!;
        var rules = (JsonArray)role["rules"]!;
        var limited = new JsonArray([.. rules.Where(rule => !rule.Texts("resources").Contains("deployments")).Select(rule => rule!.DeepClone())]);
        if (verbs.Length > 0)
        {
            limited.Add(new JsonObject
            {
                ["apiGroups"] = new JsonArray("apps"),
                ["resources"] = new JsonArray("deployments"),
                ["verbs"] = new JsonArray([.. verbs.Select(verb => JsonValue.Create(verb))]),
            });
        }
        await ReplaceAsync(limited);
        return rules;
    }

    private Task ReplaceAsync(JsonArray rules) =>
        _sandbox.Cluster.Client.PatchAsync(Roles, Role, PatchFormat.Merge, new JsonObject { ["rules"] = rules.DeepClone() }, TestContext.Current.CancellationToken);

    private Task SeeDeploymentAsync(string service) => Eventually.SeeAsync(() => _sandbox.FindAsync(Resource.Deployments, $"{service}-metal"), deployment => deployment is not null);

    private Task SeeInLogAsync(string text) => Eventually.SeeAsync(ReadLogAsync, log => log.Contains(text, StringComparison.Ordinal));

    /// <summary>While the operator writes it.</summary>
    private async Task<string> ReadLogAsync()
    {
        await using var file = new FileStream(_sandbox.Operator!.LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
