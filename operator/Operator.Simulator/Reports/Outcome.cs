using InferOps.Operator.Core.Advice;
using InferOps.Operator.Simulator.Scenarios;
using InferOps.Operator.Simulator.Serving;

namespace InferOps.Operator.Simulator.Reports;

/// <summary>What one run came to.</summary>
internal sealed record Outcome
{
    private const double DefaultTimeToFirstToken = 2;
    private const double DefaultInterTokenLatency = 0.1;

    public required int Requests { get; init; }

    /// <summary>Share of requests that met both latency objectives of their service.</summary>
    public required double Attainment { get; init; }

    /// <summary>Seconds; requests that never got a token count as infinite.</summary>
    public required double TimeToFirstTokenP50 { get; init; }

    public required double TimeToFirstTokenP99 { get; init; }

    public required double VariableCost { get; init; }

    public required double CommittedCost { get; init; }

    public required IReadOnlyDictionary<string, double> GpuHours { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>What would make commitments cheaper, were the load to go on like this.</summary>
    public IReadOnlyList<CommitmentAdvice> Advice { get; init; } = [];

    public int PeakReplicas => Samples.Max(sample => sample.Replicas.Values.Sum());

    public static Outcome Of(IReadOnlyList<Request> requests, Scenario scenario, Bill bill, IReadOnlyList<Sample> samples)
    {
        var objectives = scenario.Services.ToDictionary(
            service => service.Key.Name,
            service => scenario.Spec(service.Key).Scaling is var scaling
                ? (First: scaling.TimeToFirstToken?.TotalSeconds ?? DefaultTimeToFirstToken, Next: scaling.InterTokenLatency?.TotalSeconds ?? DefaultInterTokenLatency)
                : default);
        var first = requests.Select(request => request.TimeToFirstToken ?? double.PositiveInfinity).Order().ToArray();
        return new()
        {
            Requests = requests.Count,
            Attainment = requests.Count(request => request.TimeToFirstToken <= objectives[request.Service].First && request.InterTokenLatency <= objectives[request.Service].Next) / (double)requests.Count,
            TimeToFirstTokenP50 = first[(int)(0.50 * (first.Length - 1))],
            TimeToFirstTokenP99 = first[(int)(0.99 * (first.Length - 1))],
            VariableCost = bill.Variable,
            CommittedCost = bill.Committed,
            GpuHours = bill.GpuHours,
            Samples = WithLoad(samples, requests),
        };
    }

    private static List<Sample> WithLoad(IReadOnlyList<Sample> samples, IReadOnlyList<Request> requests)
    {
        var byMinute = requests.ToLookup(request => (int)(request.ArrivedAt / 60));
        return [.. samples.Select(sample =>
        {
            var arrived = byMinute[(int)(sample.At.TotalSeconds / 60) - 1].ToList();
            var first = arrived.Select(request => request.TimeToFirstToken).OfType<double>().Order().ToList();
            return sample with { RequestsPerSecond = arrived.Count / 60.0, TimeToFirstTokenP95 = first.Count == 0 ? null : first[(int)(0.95 * (first.Count - 1))] };
        })];
    }
}

/// <summary>The state at one moment, for plots.</summary>
internal sealed record Sample
{
    public required TimeSpan At { get; init; }

    /// <summary>By pool, those that start included.</summary>
    public required IReadOnlyDictionary<string, int> Replicas { get; init; }

    public required int Ready { get; init; }

    public required int InFlight { get; init; }

    /// <summary>Since the start.</summary>
    public required double VariableCost { get; init; }

    /// <summary>That arrived in the minute before.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Of requests that arrived in the minute before; null without any that got a token.</summary>
    public double? TimeToFirstTokenP95 { get; init; }
}
