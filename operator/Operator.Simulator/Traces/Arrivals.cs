using InferOps.Operator.Simulator.Serving;

namespace InferOps.Operator.Simulator.Traces;

/// <summary>Requests of a trace in order of time: Poisson within each row, lengths exponential around the mean between an eighth and four times of it.</summary>
/// <remarks>A function of trace and seed alone, so that every rule is shown the very same requests.</remarks>
internal static class Arrivals
{
    public static IReadOnlyList<Request> Of(Trace trace, int seed)
    {
        var random = new Random(seed);
        var requests = new List<Request>();
        foreach (var service in trace.Rows.GroupBy(row => row.Service))
        {
            var rows = service.ToList();
            for (var i = 0; i < rows.Count; i++)
            {
                var end = i + 1 < rows.Count ? rows[i + 1].At : trace.Length;
                for (var at = rows[i].At.TotalSeconds + Gap(random, rows[i]); at < end.TotalSeconds; at += Gap(random, rows[i]))
                    requests.Add(new Request(rows[i].Service, at, Length(random, rows[i].PromptTokens), Length(random, rows[i].GeneratedTokens)));
            }
        }

        return [.. requests.OrderBy(request => request.ArrivedAt)];
    }

    private static double Gap(Random random, TraceRow row) => row.RequestsPerSecond > 0 ? -Math.Log(1 - random.NextDouble()) / row.RequestsPerSecond : double.PositiveInfinity;

    private static int Length(Random random, int mean) => (int)Math.Clamp(-Math.Log(1 - random.NextDouble()) * mean, Math.Max(1, mean / 8.0), mean * 4.0);
}
