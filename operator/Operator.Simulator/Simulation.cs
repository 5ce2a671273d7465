using InferOps.Operator.Core.Services;
using InferOps.Operator.Simulator.Cluster;
using InferOps.Operator.Simulator.Metrics;
using InferOps.Operator.Simulator.Reports;
using InferOps.Operator.Simulator.Rules;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Operator.Simulator.Serving;
using InferOps.Operator.Simulator.Traces;

namespace InferOps.Operator.Simulator;

/// <summary>Runs one scaling rule over one trace in virtual time.</summary>
internal sealed class Simulation
{
    private const double StepSeconds = 0.25;
    private const int StepsPerSecond = (int)(1 / StepSeconds);
    private const double SampleSeconds = 60;

    /// <summary>After the trace, what still runs may finish for this long; what has not is lost.</summary>
    private const double GraceSeconds = 600;

    private readonly Scenario _scenario;
    private readonly Trace _trace;
    private readonly VirtualTime _time = new();
    private readonly PodFleet _fleet;
    private readonly SimulatedPrometheus _prometheus;
    private readonly Router _router;
    private readonly IScalingRule _rule;
    private readonly Bill _bill;
    private readonly List<Sample> _samples = [];

    public Simulation(Scenario scenario, Trace trace, RuleSetting setting, int seed)
    {
        (_scenario, _trace) = (scenario, trace);
        _fleet = new PodFleet(scenario.EffectivePools, Memo(scenario), seed);
        _prometheus = new SimulatedPrometheus(_fleet, _time);
        _router = new Router(_fleet, _prometheus);
        _bill = new Bill(scenario.EffectivePools);
        _rule = setting.Make(new RuleParts(scenario, _fleet, _prometheus, _time));
    }

    public async Task<Outcome> RunAsync(IReadOnlyList<Request> arrivals, CancellationToken cancellationToken)
    {
        var services = _scenario.Services.Select(service => service.Key).ToList();
        var next = 0;
        var end = _trace.Length.TotalSeconds;
        for (long step = 1; _time.Seconds < end + GraceSeconds; step++)
        {
            _time.Seconds = step * StepSeconds;
            while (next < arrivals.Count && arrivals[next].ArrivedAt <= _time.Seconds) _router.Send(arrivals[next++]);
            _router.Dispatch();
            _fleet.Serve(StepSeconds, _time.Seconds);
            if (step % StepsPerSecond != 0) continue;

            _fleet.Tick(_time.Seconds);
            if (_time.Seconds % SimulatedPrometheus.ScrapeSeconds == 0) _prometheus.ScrapeAll(services);
            await _rule.ActAsync(cancellationToken);
            if (_time.Seconds > end)
            {
                if (_fleet.Pods.All(pod => pod.Replica.InFlight == 0)) break;
                continue;
            }

            _bill.Pay(_fleet, _time.Seconds);
            if (_time.Seconds % SampleSeconds == 0) _samples.Add(Observe());
        }

        return Outcome.Of(arrivals, _scenario, _bill, _samples) with { Advice = _rule.Advise() };
    }

    private Sample Observe() => new()
    {
        At = TimeSpan.FromSeconds(_time.Seconds),
        Replicas = _fleet.Pools.ToDictionary(pool => pool.Name, pool => _fleet.Pods.Count(pod => pod.Pool == pool.Name)),
        Ready = _fleet.Pods.Count(pod => pod.Serves),
        InFlight = _fleet.Pods.Sum(pod => pod.Replica.InFlight),
        VariableCost = _bill.Variable,
    };

    /// <summary>What is asked a million times is computed once.</summary>
    private static Func<ObjectKey, ServedService> Memo(Scenario scenario)
    {
        var known = scenario.Services.ToDictionary(service => service.Key, service => scenario.Served(service.Key));
        return key => known[key];
    }
}
