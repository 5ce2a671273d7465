namespace InferOps.Operator.Simulator.Serving;

/// <summary>How fast one replica is.</summary>
/// <param name="PromptTokensPerSecond">Prefill of one replica that does nothing else.</param>
/// <param name="GeneratedTokensPerSecond">Generation of one replica with all its sequences busy.</param>
/// <param name="Sequences">Requests it evaluates at once.</param>
internal sealed record ReplicaSpeed(double PromptTokensPerSecond, double GeneratedTokensPerSecond, int Sequences)
{
    // A step costs a fixed part, the weights that are read, and a part per sequence: alone, a stream runs at a quarter of a full batch's total (measured
    // on GPUs for models of 7–8 billion parameters and batches of 16: between a third and a sixth).
    private const double AloneShare = 0.25;

    /// <summary>Tokens per second of all <paramref name="active"/> sequences together: active / (fixed + each × active).</summary>
    public double Generating(int active)
    {
        if (active == 0) return 0;
        if (Sequences == 1) return GeneratedTokensPerSecond;
        var alone = 1 / (AloneShare * GeneratedTokensPerSecond);
        var full = Sequences / GeneratedTokensPerSecond;
        var each = (full - alone) / (Sequences - 1);
        return active / (alone - each + (each * active));
    }
}
