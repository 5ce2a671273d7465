using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>Where pulled models are kept.</summary>
internal static class PoolCacheRules
{
    private const string Field = "spec.modelCache";

    public static void Check(ComputePoolSpec spec, ViolationList violations)
    {
        if (spec.ModelCache is not { } cache) return;
        if (cache is { PersistentVolumeClaim: not null, HostPath: not null })
            violations.Add(Field, ValidationReasons.ConflictingCaches, "has both persistentVolumeClaim and hostPath; keep one");
        violations.ObjectName($"{Field}.persistentVolumeClaim", cache.PersistentVolumeClaim);
        violations.Quantity($"{Field}.sizeLimit", cache.SizeLimit);
        if (cache.HostPath is { } path && (!path.StartsWith('/') || path.Split('/').Contains("..")))
            violations.Add($"{Field}.hostPath", ValidationReasons.InvalidPath, $"'{path}' is not an absolute path without '..'");
    }
}
