using System.Diagnostics;
using InferOps.Sandbox;

namespace InferOps.Contract.Tests.Rights;

/// <summary>The chart gives the operator exactly the rights it uses: a right too few breaks it, a right too many is an attacker's.</summary>
public sealed class OperatorRightsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Nobody asks for it: the admission plugin OwnerReferencesPermissionEnforcement, where it is on, looks for it when an owner reference blocks deletion.</summary>
    private static readonly Right BlocksDeletion = new("update", "inferenceservices/finalizers");

    [Fact]
    public async Task The_chart_grants_what_the_operator_asks_for_and_no_more()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var granted = await Right.GrantedAsync();
        await using var sandbox = await SandboxEnvironment.StartAsync(new() { Prometheus = false, Operator = OperatorPlace.Beside, GpuNodes = [("onprem", 2)] }, cancellation);

        await Quickstart.ApplyAsync(sandbox, cancellation);
        // From here on, writes are put before its webhook.
        await WaitAsync(() => Used(sandbox).Contains(new("patch", "validatingwebhookconfigurations")), cancellation);
        var deployment = await sandbox.Kubectl.GetAsync("deployment", $"{Quickstart.Name}-onprem", cancellationToken: cancellation);
        Assert.True((bool?)deployment["metadata"]!["ownerReferences"]![0]!["blockOwnerDeletion"], $"without this, nobody needs {BlocksDeletion}");
        var expected = granted.Except([BlocksDeletion]).ToHashSet();
        await SuspendAsync(sandbox, true, cancellation);
        await WaitAsync(() => Used(sandbox).Contains(new("delete", "deployments")), cancellation);
        // It becomes ready for the second time, and an event that happened before is read and counted up.
        await SuspendAsync(sandbox, false, cancellation);
        await WaitAsync(() => Used(sandbox).IsSupersetOf(expected.Where(right => right.Verb != "watch")), cancellation);
        // A watch is counted when it ends.
        await sandbox.KillOperatorAsync();
        await WaitAsync(() => Used(sandbox).IsSupersetOf(expected), cancellation);

        var used = Used(sandbox);
        Assert.True(expected.IsSubsetOf(used), $"granted and never used: {string.Join(", ", expected.Except(used))}");
        Assert.True(used.IsSubsetOf(granted), $"used and not granted: {string.Join(", ", used.Except(granted))}");
    }

    private static Task SuspendAsync(SandboxEnvironment sandbox, bool suspend, CancellationToken cancellationToken) => sandbox.Kubectl.RunAsync(
        ["patch", "infsvc", Quickstart.Name, "--type=merge", "-p", $$"""{"spec":{"suspend":{{(suspend ? "true" : "false")}}} }"""], cancellationToken: cancellationToken);

    /// <summary>Until it holds or patience ends; what is missing then, the assertions say.</summary>
    private static async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(started) < Patience) await Task.Delay(100, cancellationToken);
    }

    /// <summary>
    /// What the operator asked for, whether it got it or not; discovery is everybody's. A server-side apply is a patch; one that made the object (201) took the right to
    /// create it, too, without which the API server refuses it.
    /// </summary>
    private static HashSet<Right> Used(SandboxEnvironment sandbox) =>
    [
        .. sandbox.Cluster.ApiServer!.RequestCounts.Snapshot().Keys.Where(kind => kind.User == SandboxEnvironment.OperatorUser && !kind.Resource.StartsWith('/'))
            .SelectMany(kind => (Right[])[new(kind.Verb, kind.Resource), .. kind is { Verb: "patch", Code: 201 } ? new Right[] { new("create", kind.Resource) } : []]),
    ];
}
