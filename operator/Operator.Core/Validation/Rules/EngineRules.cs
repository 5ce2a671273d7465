using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>How the engine is set up for this service.</summary>
internal static class EngineRules
{
    /// <summary>The longest context window any engine serves today is far below this.</summary>
    public const int MaxContextTokens = 16_777_216;

    public const int MaxParallelSequences = 1024;

    private const string Field = "spec.engine";

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        if (spec.Engine is not { } engine) return;
        violations.ObjectName($"{Field}.name", engine.Name);
        violations.Range($"{Field}.contextTokens", engine.ContextTokens, 1, MaxContextTokens);
        violations.Range($"{Field}.parallelSequences", engine.ParallelSequences, 1, MaxParallelSequences);
        EnvironmentRules.Check($"{Field}.env", engine.Env, violations);
    }
}
