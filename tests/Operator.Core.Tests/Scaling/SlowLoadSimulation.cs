using InferOps.Operator.Core.Demand;
using InferOps.Operator.Core.Scaling;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Tests.Scaling;

/// <summary>Load jumps from one replica's worth to five while a replica takes four minutes to load: estimator and decider together, over an hour.</summary>
public sealed class SlowLoadSimulation
{
    private const double Tokens = 100;
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    private readonly Scene scene = new() { Current = 2, Policy = Scene.Rules(new ScalingSpec { MinReplicas = 1, MaxReplicas = 40 }) };
    private readonly List<DateTimeOffset> readyAt = [Scene.Noon, Scene.Noon];
    private DemandMemory memory = DemandMemory.Empty;
    private double queued;

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 5)]
    public void A_slow_model_load_does_not_cascade_and_the_queue_is_worked_off(bool arrivalsCounted, double load)
    {
        var most = 0;
        for (var at = TimeSpan.Zero; at < TimeSpan.FromHours(1); at += Tick)
        {
            Step(at < TimeSpan.FromMinutes(5) ? 1 : load, arrivalsCounted);
            most = Math.Max(most, scene.Current);
        }
        Assert.Equal(0, queued, 3);
        // Between ceil(5/0.85), where nothing is added, and ceil(5/0.75), where nothing is removed.
        Assert.InRange(scene.Current, 6, 8);
        // Six carry the load. The trend of a jump and the queue of a lead time may ask for as many again, twice over; with a queue to be
        // drained in 30 s, whatever the lead time, it was 38.
        Assert.InRange(most, 6, 18);
    }

    private void Step(double load, bool arrivalsCounted)
    {
        var ready = readyAt.Count(time => time <= scene.Now);
        var arrived = load * Tokens;
        var served = Math.Min(ready * Tokens, arrived + queued * Tokens / Tick.TotalSeconds);
        queued = Math.Max(0, queued + (arrived - served) * Tick.TotalSeconds / Tokens);
        var estimate = DemandEstimator.Estimate(new DemandInput
        {
            Now = scene.Now,
            Rates = new TokenRates
            {
                ArrivedGenerated = arrivalsCounted ? arrived : null,
                Generated = served,
                MeanPrompt = 0,
                MeanGenerated = Tokens,
                Running = ready,
                Waiting = queued,
                SampleAge = TimeSpan.Zero,
                Reporting = ready,
            },
            ReadyReplicas = ready,
            ReadySince = Scene.Noon.AddHours(-1),
            DeclaredCapacity = new Capacity(null, Tokens),
            LeadTime = Lead,
            Memory = memory,
        });
        memory = estimate.Memory;
        scene.Pending = readyAt.Count - ready;
        scene.Tick(estimate, Tick.TotalSeconds);
        while (readyAt.Count < scene.Current) readyAt.Add(scene.Now + Lead);
        if (readyAt.Count > scene.Current) readyAt.RemoveRange(scene.Current, readyAt.Count - scene.Current);
    }
}
