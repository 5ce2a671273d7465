using System.Diagnostics;
using InferOps.Sandbox;

namespace InferOps.Contract.Tests.Rights;

/// <summary>The chart gives the operator exactly the rights it uses: a right too few breaks it, a right too many is an attacker's.</summary>
public sealed class OperatorRightsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Granted, and not seen in a life as short as this story's.</summary>
    private static readonly Dictionary<Right, string> Unseen = new()
    {
        [new("update", "inferenceservices/finalizers")] = "Checked by the admission plugin OwnerReferencesPermissionEnforcement when an owner reference blocks deletion; nobody asks for it.",
        [new("create", "pods")] = ApplyCreates,
        [new("create", "services")] = ApplyCreates,
        [new("create", "serviceaccounts")] = ApplyCreates,
        [new("create", "deployments")] = ApplyCreates,
        [new("create", "poddisruptionbudgets")] = ApplyCreates,
        [new("create", "networkpolicies")] = ApplyCreates,
        [new("get", "events")] = EventRepeats,
        [new("update", "events")] = EventRepeats,
    };

    private const string ApplyCreates = "A server-side apply is a patch; where the object does not exist yet, the API server, the local one too, refuses it without this right.";
    private const string EventRepeats = "An event that happens again is read and counted up.";

    [Fact]
    public async Task The_chart_grants_what_the_operator_asks_for_and_no_more()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var granted = await Right.GrantedAsync();
        await using var sandbox = await SandboxEnvironment.StartAsync(new() { Prometheus = false, Operator = OperatorPlace.Beside, GpuNodes = [("onprem", 2)] }, cancellation);
        var expected = granted.Except(Unseen.Keys).ToHashSet();

        await Quickstart.ApplyAsync(sandbox, cancellation);
        // From here on, writes are put before its webhook.
        await WaitAsync(() => Used(sandbox).Contains(new("patch", "validatingwebhookconfigurations")), cancellation);
        await sandbox.Kubectl.RunAsync(["patch", "infsvc", Quickstart.Name, "--type=merge", "-p", """{"spec":{"suspend":true}}"""], cancellationToken: cancellation);
        await WaitAsync(() => Used(sandbox).IsSupersetOf(expected.Where(right => right.Verb != "watch")), cancellation);
        // A watch is counted when it ends.
        await sandbox.KillOperatorAsync();
        await WaitAsync(() => Used(sandbox).IsSupersetOf(expected), cancellation);

        var used = Used(sandbox);
        Assert.True(expected.IsSubsetOf(used), $"granted and never used: {string.Join(", ", expected.Except(used))}");
        Assert.True(used.IsSubsetOf(granted), $"used and not granted: {string.Join(", ", used.Except(granted))}");
        Assert.True(granted.IsSupersetOf(Unseen.Keys), $"excused and not granted: {string.Join(", ", Unseen.Keys.Except(granted))}");
    }

    /// <summary>Until it holds or patience ends; what is missing then, the assertions say.</summary>
    private static async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition() && Stopwatch.GetElapsedTime(started) < Patience) await Task.Delay(100, cancellationToken);
    }

    /// <summary>What the operator asked for, whether it got it or not; discovery is everybody's.</summary>
    private static HashSet<Right> Used(SandboxEnvironment sandbox) =>
        [.. sandbox.Cluster.ApiServer!.RequestCounts.Snapshot().Keys.Where(kind => kind.User == SandboxEnvironment.OperatorUser && !kind.Resource.StartsWith('/')).Select(kind => new Right(kind.Verb, kind.Resource))];
}
