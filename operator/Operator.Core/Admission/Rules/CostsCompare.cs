using System.Globalization;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Admission.Rules;

/// <summary>Costs can be compared with those of other pools, and tell the whole price.</summary>
internal static class CostsCompare
{
    private const string DefaultCurrency = "USD";

    public static void Check(PoolWrite write, AdmissionFindings findings)
    {
        var currency = write.Spec.Cost?.Currency ?? DefaultCurrency;
        var differing = write.Others.Where(other => (other.Spec.Cost?.Currency ?? DefaultCurrency) != currency).Select(other => other.Name).ToList();
        if (differing.Count > 0)
            findings.Warn("spec.cost.currency", AdmissionReasons.CurrencyDiffers, $"is {currency}, and {Usage.List(differing)} counts in another: no service can use pools of two currencies");
        if (write.Spec.Cost?.Spot == true && write.Spec.InterruptionsPerHour is not { IsValid: true } rate)
            findings.Warn("spec.interruptionsPerHour", AdmissionReasons.NeverInterrupted, "is absent: spot capacity is priced as if it were never taken away; give what the provider reports");
        if (write.Spec.Cost?.TermEnds is { } ends && ends <= write.Facts.Now)
            findings.Warn("spec.cost.termEnds", AdmissionReasons.TermEnded, string.Create(CultureInfo.InvariantCulture, $"is {ends:yyyy-MM-dd} and past: nothing here counts as committed"));
    }
}
