using System.Text.RegularExpressions;

namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>What looking at things shows: one command per row, with every kubectl.</summary>
[Collection(nameof(KubectlCollection))]
public sealed class OutputTests(KubectlSandbox cluster)
{
    private static readonly (string Command, string[] Shows)[] Commands =
    [
        ("get inferops -A", [@"inferenceservice\.inferops\.dev/reciter .* Ready ", @"computepool\.inferops\.dev/onprem +OnPremises", @"inferenceengine\.inferops\.dev/vllm "]),
        ("describe infsvc reciter",
        [
            @"Kind: +InferenceService", @"Message: +All replicas answer\.", @"Reason: +MetricsFresh", @"Gpu Memory: +552Mi", @"Hourly Cost: +0\.26", @"Summary: +onprem",
            @"has room at .* USD per replica and hour", @"Normal +BecameReady .*inferops +Ready: All replicas answer\.", @"Normal +Placed .*onprem 0 to 1",
        ]),
        ("describe cpool onprem", [@"Kind: +ComputePool", @"Capacity: +2", @"Message: +Nodes with GPUs are there\."]),
        ("describe infeng vllm", [@"Kind: +InferenceEngine", @"vllm:generation_tokens_total"]),
        ("explain infsvc.spec.placement --recursive", [@"KIND: +InferenceService", @"Where replicas may go", @"policy\s+<string>", @"regions\s+<\[\]string>", @"matchLabels\s+<map\[string\]string>"]),
        ("explain cpool.spec.cost.gpuHour", [@"Price of one GPU for one hour"]),
        ("explain infeng.status.conditions", [@"Ready tells whether the engine can be used"]),
        ("get events --field-selector involvedObject.name=reciter", [@"Normal +Initial +inferenceservice/reciter +0 to 1 replicas", @"Normal +BecameReady +inferenceservice/reciter"]),
        ("get pods -o wide -l inferops.dev/service=reciter", [@"NAME +READY +STATUS +RESTARTS +AGE +IP +NODE", @"reciter-onprem-\S+ +1/1 +Running +0 +\S+ +127\.\d+\.\d+\.\d+ +onprem-1"]),
        ("get deployment,service,pdb,networkpolicy -l app.kubernetes.io/instance=reciter",
            [@"deployment\.apps/reciter-onprem +1/1", @"service/reciter +ClusterIP", @"poddisruptionbudget\.policy/reciter", @"networkpolicy\.networking\.k8s\.io/reciter"]),
        ("api-resources --api-group=inferops.dev",
            [@"computepools +cpool +inferops\.dev/v1alpha1 +false +ComputePool", @"inferenceengines +infeng .* InferenceEngine", @"inferenceservices +infsvc +inferops\.dev/v1alpha1 +true +InferenceService"]),
        ("auth can-i update infsvc --subresource=status", ["yes"]),
        ("auth can-i patch infsvc --subresource=status --as system:serviceaccount:inferops-system:inferops", ["yes"]),
        ("wait --for=condition=Ready infsvc/reciter --timeout=60s", [@"inferenceservice\.inferops\.dev/reciter condition met"]),
        ("rollout status deployment/reciter-onprem --timeout=60s", [@"successfully rolled out"]),
    ];

    public static TheoryData<string, string> Rows => [.. from client in Clients.Installed from command in Commands select (client, command.Command)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Looking_shows(string client, string command)
    {
        var patterns = Commands.Single(row => row.Command == command).Shows;
        // Some of it takes a few scrapes to be known.
        var output = await Eventually.SeeAsync(() => cluster.Client(client).RunAsync(command.Split(' ')), output => patterns.All(pattern => Regex.IsMatch(output, pattern)));
        Assert.All(patterns, pattern => Assert.Matches(pattern, output));
    }

    [Theory]
    [InlineData("kubectl")]
    [InlineData("kubectl-1.20")]
    public async Task Who_may_not_is_told_so(string client)
    {
        var answer = await cluster.Client(client).TryAsync("auth", "can-i", "delete", "infsvc", "--as", "system:serviceaccount:inferops-system:inferops");
        Assert.Equal((1, "no"), (answer.ExitCode, answer.Output.Trim()));
    }
}
