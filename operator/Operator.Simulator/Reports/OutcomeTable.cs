using System.Globalization;
using InferOps.Operator.Core.Advice;
using InferOps.Operator.Simulator.Rules;
using InferOps.Operator.Simulator.Traces;

namespace InferOps.Operator.Simulator.Reports;

/// <summary>Outcomes of one trace as a table, one rule a line.</summary>
internal static class OutcomeTable
{
    public static void Write(TextWriter writer, Trace trace, IReadOnlyList<(RuleSetting Setting, Outcome Outcome)> outcomes)
    {
        var pools = outcomes[0].Outcome.GpuHours.Keys.ToList();
        writer.WriteLine($"{trace.Name}: {trace.Length.TotalHours:0} h, {outcomes[0].Outcome.Requests:N0} requests");
        writer.WriteLine($"  {"RULE",-12}{"COST",10}{"SLO",9}{"TTFT P50",10}{"TTFT P99",10}{"PEAK",6}  {string.Join("  ", pools.Select(pool => $"{pool + " H",10}"))}");
        foreach (var (setting, outcome) in outcomes)
        {
            var hours = string.Join("  ", pools.Select(pool => string.Create(CultureInfo.InvariantCulture, $"{outcome.GpuHours[pool],10:0.0}")));
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {setting.Name,-12}{outcome.VariableCost,10:0.00}{outcome.Attainment,9:0.00%}{outcome.TimeToFirstTokenP50,10:0.00}{outcome.TimeToFirstTokenP99,10:0.00}{outcome.PeakReplicas,6}  {hours}"));
        }

        foreach (var advice in outcomes.SelectMany(pair => pair.Outcome.Advice)) writer.WriteLine($"  Were it to go on like this: {advice.Pool}: {AdviceText.Of(advice)}");
    }
}
