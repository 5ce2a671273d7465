using System.Diagnostics;
using InferOps.Sandbox.Load;

namespace InferOps.Sandbox.Demo;

/// <summary><c>make demo</c>: plays the story, shows it, and checks that it really happened.</summary>
internal static class DemoCommand
{
    private static readonly string[] Pools = ["onprem", "dedicated", "cloud"];
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var sandbox = await SandboxEnvironment.StartAsync(new(), cancellationToken);
        await Quickstart.ApplyAsync(sandbox, cancellationToken);
        var seen = new List<Observation>();
        await using var load = new LoadGenerator(await Quickstart.EndpointAsync(sandbox, cancellationToken), Quickstart.Name, TimeProvider.System);
        Console.WriteLine($"{"time",6} {"phase",-7} {"offered",9} {"tok/s",7} {"onprem",8} {"dedicated",10} {"cloud",7} {"$/h",7} {"answered",9} {"failed",7}");
        var clock = Stopwatch.StartNew();
        foreach (var phase in Phase.Story)
        {
            if (await PlayAsync(phase, sandbox, load, clock, seen, cancellationToken)) continue;
            Console.WriteLine($"FAILED: phase {phase.Name} did not get where it should within {phase.Limit.TotalSeconds:0} s");
            Console.WriteLine((await sandbox.Kubectl.TryAsync(["describe", "infsvc", Quickstart.Name], cancellationToken: cancellationToken)).Output);
            return 1;
        }
        load.SetRate(0);
        while (load.InFlight > 0) await Task.Delay(Look, cancellationToken);
        return Report(Checks.Of(seen, load, await EventsAsync(sandbox, cancellationToken)));
    }

    private static async Task<bool> PlayAsync(Phase phase, SandboxEnvironment sandbox, LoadGenerator load, Stopwatch clock, List<Observation> seen, CancellationToken cancellationToken)
    {
        load.SetRate(phase.TokensPerSecond / load.MaxTokens);
        var begin = clock.Elapsed;
        TimeSpan? reached = null;
        while (clock.Elapsed - begin < phase.Limit + phase.Hold)
        {
            var now = Observation.Read(await sandbox.Kubectl.GetAsync("infsvc", Quickstart.Name, cancellationToken: cancellationToken), clock.Elapsed, phase.Name);
            seen.Add(now);
            Show(now, phase, load);
            if (phase.Reached(now)) reached ??= clock.Elapsed;
            if (reached is { } since && clock.Elapsed - since >= phase.Hold) return true;
            if (reached is null && clock.Elapsed - begin > phase.Limit) return false;
            await Task.Delay(Look, cancellationToken);
        }
        return reached is not null;
    }

    private static void Show(Observation now, Phase phase, LoadGenerator load)
    {
        string Replicas(string pool) => now.Pools.TryGetValue(pool, out var replicas) ? $"{replicas.Ready}/{replicas.Desired}" : "-";
        Console.WriteLine(
            $"{now.Time.TotalSeconds,5:0}s {now.Phase,-7} {phase.TokensPerSecond,5:0} t/s {now.TokensPerSecond ?? "?",7} {Replicas(Pools[0]),8} {Replicas(Pools[1]),10} {Replicas(Pools[2]),7} {now.HourlyCost,7:0.00} {load.Completed,9} {load.Failures.Count,7}");
    }

    private static async Task<IReadOnlyList<string>> EventsAsync(SandboxEnvironment sandbox, CancellationToken cancellationToken)
    {
        var events = await sandbox.Kubectl.ListAsync("events", ["--field-selector", $"involvedObject.name={Quickstart.Name},involvedObject.kind=InferenceService"], cancellationToken);
        return [.. events.Select(@event => (string?)@event["message"] ?? "")];
    }

    private static int Report(IReadOnlyList<(string Sentence, string? Contradiction)> checks)
    {
        foreach (var (sentence, contradiction) in checks) Console.WriteLine(contradiction is null ? $"ok      {sentence}" : $"FAILED  {sentence}: {contradiction}");
        return checks.All(check => check.Contradiction is null) ? 0 : 1;
    }
}
