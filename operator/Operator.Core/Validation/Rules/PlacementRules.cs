using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>Where replicas may go.</summary>
internal static class PlacementRules
{
    private const string Field = "spec.placement";

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        if (spec.Placement is not { } placement) return;
        if (placement is { Pools: not null, PoolSelector: not null })
            violations.Add(Field, ValidationReasons.PoolsAndSelector, "has both pools and poolSelector; keep one");
        if (placement.Pools is { Count: 0 })
            violations.Add($"{Field}.pools", ValidationReasons.EmptySelector, "is empty and permits no pool; leave it out to permit every pool");
        if (placement.PoolSelector is { } selector && selector.MatchLabels is not { Count: > 0 })
            violations.Add($"{Field}.poolSelector", ValidationReasons.EmptySelector, "has no matchLabels; leave it out to permit every pool");

        foreach (var pool in placement.Pools ?? []) violations.ObjectName($"{Field}.pools", pool);
        violations.Unique($"{Field}.pools", placement.Pools ?? []);
        violations.Unique($"{Field}.regions", placement.Regions ?? []);
        violations.Unique($"{Field}.poolTypes", (placement.PoolTypes ?? []).Select(type => type.ToString()));
        violations.Money($"{Field}.maxHourlyCost", placement.MaxHourlyCost);
        violations.Amount($"{Field}.maxSpotShare", placement.MaxSpotShare, 0, 1);
        violations.Range($"{Field}.priority", placement.Priority, -1_000_000, 1_000_000);
    }
}
