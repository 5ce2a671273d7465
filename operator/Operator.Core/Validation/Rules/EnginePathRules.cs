using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>HTTP paths begin with a slash.</summary>
internal static class EnginePathRules
{
    public static void Check(InferenceEngineSpec spec, ViolationList violations)
    {
        Path("spec.probes.startup", spec.Probes?.Startup, violations);
        Path("spec.probes.readiness", spec.Probes?.Readiness, violations);
        Path("spec.probes.liveness", spec.Probes?.Liveness, violations);
        Path("spec.metrics.path", spec.Metrics.Path, violations);
    }

    private static void Path(string field, string? path, ViolationList violations)
    {
        if (path is not null && !path.StartsWith('/'))
            violations.Add(field, ValidationReasons.InvalidPath, $"'{path}' is not a path; begin it with '/'");
    }
}
