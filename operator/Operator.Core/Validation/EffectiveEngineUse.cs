using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Validation;

/// <summary>How this service uses its engine.</summary>
public sealed record EffectiveEngineUse
{
    public const string DefaultName = "llamasharp";

    private const int DefaultContextTokens = 4096;
    private const int DefaultParallelSequences = 4;

    public required string Name { get; init; }

    /// <summary>Context window of one sequence, in tokens.</summary>
    public required int ContextTokens { get; init; }

    public required int ParallelSequences { get; init; }

    /// <summary>KV cells of one replica: all its sequences together, in tokens.</summary>
    public long TotalContextTokens => (long)ContextTokens * ParallelSequences;

    public required IReadOnlyList<string> Args { get; init; }

    public required IReadOnlyList<EnvironmentVariable> Env { get; init; }

    /// <summary>The engine a spec names, or the default one.</summary>
    public static string NameOf(InferenceServiceSpec spec) => spec.Engine?.Name ?? DefaultName;

    internal static EffectiveEngineUse Resolve(InferenceServiceSpec spec, ModelFacts? model) => new()
    {
        Name = NameOf(spec),
        ContextTokens = spec.Engine?.ContextTokens ?? ContextOf(model),
        ParallelSequences = spec.Engine?.ParallelSequences ?? DefaultParallelSequences,
        Args = spec.Engine?.Args ?? [],
        Env = spec.Engine?.Env ?? [],
    };

    /// <summary>A header that names no context length tells nothing; the default stands.</summary>
    private static int ContextOf(ModelFacts? model) =>
        model is { ContextLength: > 0 } ? (int)Math.Min(DefaultContextTokens, model.ContextLength) : DefaultContextTokens;
}
