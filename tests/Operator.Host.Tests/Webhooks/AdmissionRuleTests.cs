using System.Reflection;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Admission;
using InferOps.Operator.Host.Entities;
using InferOps.Operator.Host.Tests.Live;
using InferOps.TestKit;
using KubeOps.Operator.Web.Webhooks.Admission.Validation;

namespace InferOps.Operator.Host.Tests.Webhooks;

/// <summary>Every rule, asked as users ask: through the API server, over TLS.</summary>
public sealed class AdmissionRuleTests
{
    private const BindingFlags Constants = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Cases => [.. AdmissionCase.Reasons];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_rule_lets_the_good_pass_and_says_why_the_bad_does_not(string reason)
    {
        var read = AdmissionCase.Read(reason);
        await using var scene = await Scene.StartAsync();
        await using var host = await WebhookHost.StartAsync(scene.Cluster, new() { Poll = TimeSpan.FromMilliseconds(100) });
        foreach (var given in read.Given) await GiveAsync(scene.Api, given);
        await scene.InstallAsync(host.Port);
        await scene.TrustedAsync();
        foreach (var given in read.Given) await SeenAsync(scene.Api, host, given);

        var good = await WriteAsync(scene.Api, read.Good);
        Assert.True(good.Code < 300 && good.Warnings == "", $"{reason}: {good.Code} {good.Message} {good.Warnings}");
        var bad = await WriteAsync(scene.Api, read.Bad);
        Assert.True(read.Denies == (bad.Code == 403), $"{reason}: {bad.Code} {bad.Message} {bad.Warnings}");
        Assert.Contains(read.Says, read.Denies ? bad.Message : bad.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void The_chart_has_the_API_server_ask_where_KubeOps_serves()
    {
        var rendered = Yaml.Read(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "tests", "Contract.Tests", "Chart", "Golden", "default.yaml")));
        var webhooks = rendered.Single(document => (string?)document["kind"] == "ValidatingWebhookConfiguration")["webhooks"]!.AsArray();
        Assert.Equal(
            new[] { typeof(V1Alpha1ComputePool), typeof(V1Alpha1InferenceEngine), typeof(V1Alpha1InferenceService) }.Select(entity => new ValidationWebhookAttribute(entity).Uri.ToString()),
            webhooks.Select(webhook => (string?)webhook!["clientConfig"]!["service"]!["path"]));
    }

    [Fact]
    public void Every_reason_has_its_case() => Assert.Empty(typeof(AdmissionReasons).GetFields(Constants).Select(field => field.Name).Except(Cases.Select(row => row.Data)));

    /// <summary>Asks without doing it, so that the second question finds what the first found.</summary>
    private static async Task<Answer> WriteAsync(ApiCaller api, JsonObject brief)
    {
        var (kind, name) = ((string)brief["kind"]!, (string)brief["name"]!);
        if ((bool?)brief["delete"] == true) return await api.SendAsync(HttpMethod.Delete, $"{Scene.PathOf(kind, name)}?dryRun=All");
        var exists = (await api.SendAsync(HttpMethod.Get, Scene.PathOf(kind, name))).Code == 200;
        return exists
            ? await api.SendAsync(HttpMethod.Patch, $"{Scene.PathOf(kind, name)}?dryRun=All", AdmissionCase.Expand(brief))
            : await api.SendAsync(HttpMethod.Post, $"{Scene.PathOf(kind)}?dryRun=All", AdmissionCase.Expand(brief));
    }

    private static async Task GiveAsync(ApiCaller api, JsonObject given)
    {
        var (kind, name, whole) = ((string)given["kind"]!, (string)given["name"]!, AdmissionCase.Expand(given));
        if (kind == "Namespace") await api.MustAsync(HttpMethod.Patch, Scene.PathOf(kind, name), whole);
        else await api.MustAsync(HttpMethod.Post, Scene.PathOf(kind), whole);
        if (given["status"] is not null && kind != "Node") await api.MustAsync(HttpMethod.Patch, $"{Scene.PathOf(kind, name)}/status", whole);
    }

    /// <summary>Waits until the operator's watches have it.</summary>
    private static async Task SeenAsync(ApiCaller api, WebhookHost host, JsonObject given)
    {
        var (kind, name) = ((string)given["kind"]!, (string)given["name"]!);
        var version = (string?)(await api.MustAsync(HttpMethod.Get, Scene.PathOf(kind, name)))["metadata"]!["resourceVersion"];
        await LiveCluster.UntilAsync(() => kind switch
        {
            "InferenceService" => host.State.Services.Snapshot.Items.TryGetValue(new("default", name), out var service) && service.Entity.Metadata.ResourceVersion == version,
            "ComputePool" => host.State.Pools.Snapshot.Items.ContainsKey(new("", name)),
            "InferenceEngine" => host.State.Engines.Snapshot.Items.ContainsKey(new("", name)),
            "Node" => host.State.Nodes.Snapshot.Items.ContainsKey(new("", name)),
            _ => host.State.Synced.IsCompletedSuccessfully,
        }, $"{kind} {name} is seen");
    }
}
