namespace InferOps.Operator.Simulator.Traces;

/// <summary>What is asked of one service from a moment on, until the service's next row.</summary>
/// <param name="At">Since the start of the trace.</param>
/// <param name="Service">Name of the InferenceService.</param>
/// <param name="RequestsPerSecond">Mean of a Poisson process.</param>
/// <param name="PromptTokens">Mean per request.</param>
/// <param name="GeneratedTokens">Mean per request.</param>
public sealed record TraceRow(TimeSpan At, string Service, double RequestsPerSecond, int PromptTokens, int GeneratedTokens);

/// <summary>Offered load over time. Rows in order of time; the last one says when the trace ends and offers nothing.</summary>
public sealed record Trace(string Name, IReadOnlyList<TraceRow> Rows)
{
    public TimeSpan Length => Rows[^1].At;

    public IReadOnlyList<string> Services { get; } = [.. Rows.Select(row => row.Service).Distinct()];
}
