using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation.Rules;

namespace InferOps.Operator.Core.Validation;

/// <summary>Finds everything wrong with an InferenceService at once, so that one correction is enough.</summary>
public static class InferenceServiceValidator
{
    internal static IReadOnlyList<Action<InferenceServiceSpec, ViolationList>> Rules { get; } =
    [
        ModelRules.Check,
        EngineRules.Check,
        ResourceRules.Check,
        PlacementRules.Check,
        ReplicaRules.Check,
        ScalingRules.Check,
        ScheduleRules.Check,
        RolloutRules.Check,
        EndpointRules.Check,
        PodTemplateRules.Check,
    ];

    /// <summary>What the spec alone shows. Right at admission, where a pool or an engine may be applied a moment later.</summary>
    /// <returns>Violations in the order of the fields; empty: the spec is fine.</returns>
    public static IReadOnlyList<Violation> Validate(InferenceServiceSpec spec)
    {
        var violations = new ViolationList();
        foreach (var rule in Rules) rule(spec, violations);
        return violations.Found;
    }

    /// <summary>What the spec alone shows, then whether what it refers to exists and fits.</summary>
    /// <param name="catalog">Engines and pools that exist.</param>
    /// <param name="modelFormat">Format read from the model file; null: not read yet, judged by the file's name where that tells.</param>
    public static IReadOnlyList<Violation> Validate(InferenceServiceSpec spec, Catalog catalog, string? modelFormat = null)
    {
        var references = new ViolationList();
        ReferenceRules.Check(spec, catalog, modelFormat, references);
        return [.. Validate(spec), .. references.Found];
    }
}
