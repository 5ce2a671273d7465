using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Server.Chat.Tools;

namespace InferOps.Runtime.Server.Generating;

/// <summary>What a request comes to: the prompts to continue, and how what follows is to be read.</summary>
internal sealed record AnswerPlan(IReadOnlyList<int[]> Prompts)
{
    /// <summary>For each generation; null where the body alone says what may follow.</summary>
    public Func<ITokenConstraint>? Constraint { get; init; }

    /// <summary>Null where answers are nothing but text.</summary>
    public ToolReading? Tools { get; init; }
}
