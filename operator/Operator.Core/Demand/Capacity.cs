using InferOps.Operator.Core.Validation;

namespace InferOps.Operator.Core.Demand;

/// <summary>Tokens per second that one replica handles within its objectives. Null: that kind of token is not counted.</summary>
public sealed record Capacity(double? Prompt, double? Generated)
{
    public bool IsKnown => Prompt is > 0 || Generated is > 0;

    /// <summary>Replica-equivalents that so many tokens per second keep busy. An unknown rate adds nothing; the caller has made sure that one is known.</summary>
    public double Busy(double? prompt, double? generated) => Share(prompt, Prompt) + Share(generated, Generated);

    /// <summary>What the user declared; null: it is to be learned.</summary>
    public static Capacity? Declared(EffectiveScaling scaling)
    {
        var capacity = new Capacity(scaling.PromptTokensPerSecond, scaling.GeneratedTokensPerSecond);
        return capacity.IsKnown ? capacity : null;
    }

    private static double Share(double? rate, double? capacity) => capacity is > 0 ? (rate ?? 0) / capacity.Value : 0;
}
