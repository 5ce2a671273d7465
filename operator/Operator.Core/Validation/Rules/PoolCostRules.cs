using System.Text.RegularExpressions;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>Costs are known and not negative. A rented pool without a price would look free and be filled first.</summary>
internal static partial class PoolCostRules
{
    private const string Field = "spec.cost";

    public static void Check(ComputePoolSpec spec, ViolationList violations)
    {
        if (spec.Type != PoolType.OnPremises && spec.Cost?.GpuHour is null)
            violations.Add($"{Field}.gpuHour", ValidationReasons.PriceMissing, $"is missing; a {spec.Type} pool needs its price per GPU and hour");
        if (spec.Cost is not { } cost) return;
        violations.Money($"{Field}.gpuHour", cost.GpuHour);
        violations.Money($"{Field}.energyGpuHour", cost.EnergyGpuHour);
        violations.Money($"{Field}.capexPerGpu", cost.CapexPerGpu);
        violations.Range($"{Field}.lifetimeMonths", cost.LifetimeMonths, 1, 240);
        violations.Duration($"{Field}.minimumBilling", cost.MinimumBilling, TimeSpan.Zero, TimeSpan.FromDays(31));
        if (cost.Currency is { } currency && !Iso4217().IsMatch(currency))
            violations.Add($"{Field}.currency", ValidationReasons.InvalidName, $"'{currency}' is not an ISO 4217 code; write it like USD");
    }

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex Iso4217();
}
