namespace InferOps.Operator.Simulator.Serving;

/// <summary>One request on its way. Times in seconds since the start of the trace.</summary>
internal sealed class Request(string service, double arrivedAt, int promptTokens, int generatedTokens)
{
    public string Service { get; } = service;

    public double ArrivedAt { get; } = arrivedAt;

    public int PromptTokens { get; } = promptTokens;

    public int GeneratedTokens { get; } = generatedTokens;

    public double PromptLeft { get; set; } = promptTokens;

    public double GeneratedLeft { get; set; } = generatedTokens;

    /// <summary>Null: no token yet.</summary>
    public double? FirstTokenAt { get; set; }

    /// <summary>Null: not complete.</summary>
    public double? FinishedAt { get; set; }

    public double? TimeToFirstToken => FirstTokenAt - ArrivedAt;

    /// <summary>Seconds per generated token.</summary>
    public double? InterTokenLatency => (FinishedAt - FirstTokenAt) / Math.Max(1, GeneratedTokens - 1);

    /// <summary>Its replica went away: another one begins again. Tokens already shown stay shown.</summary>
    public void Restart() => (PromptLeft, GeneratedLeft) = (PromptTokens + (GeneratedTokens - GeneratedLeft), GeneratedLeft);
}
