using System.Xml.Linq;
using InferOps.Operator.Core.Advice;
using InferOps.Operator.Simulator.Reports;
using InferOps.Operator.Simulator.Rules;

namespace InferOps.Operator.Simulator.Tests;

public sealed class ReportTests
{
    [Fact]
    public void A_peer_that_saves_by_serving_badly_is_none()
    {
        var text = Compared(
            (RuleSetting.InferOps, Run(cost: 10, attainment: 0.96)),
            ("hpa", Run(cost: 40, attainment: 0.99)),
            ("keda tuned", Run(cost: 20, attainment: 0.93)),
            ("wva", Run(cost: 5, attainment: 0.80)));
        Assert.Contains("FIGURE simulate.day.cost_versus_best_peer 0.500 x goal <= 1.05", text, StringComparison.Ordinal);
        Assert.Contains("FIGURE simulate.day.attainment_versus_best_peer 0.970 x goal >= 0.95", text, StringComparison.Ordinal);
        Assert.Contains("FIGURE simulate.cost_versus_best_peer 0.500 x goal <= 0.70", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_compared_where_InferOps_did_not_run() => Assert.Empty(Compared(("hpa", Run(40, 0.99))));

    [Fact]
    public void A_plot_is_well_formed_and_a_table_has_a_line_a_minute()
    {
        var (svg, csv) = (new StringWriter(), new StringWriter());
        SvgPlot.Write(svg, "day, inferops", Run(10, 0.96));
        OutcomeCsv.Write(csv, Run(10, 0.96));
        Assert.Equal("svg", XDocument.Parse(svg.ToString()).Root!.Name.LocalName);
        Assert.Equal(
            ["seconds,requests_per_second,in_flight,ready,replicas_home,variable_cost,ttft_p95_seconds", "60,0.5,1,1,1,5,0.2", "120,0.5,1,1,2,10,"],
            csv.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_table_ends_with_what_would_make_commitments_cheaper()
    {
        var text = new StringWriter();
        var advice = new CommitmentAdvice { Pool = "rented", Action = AdviceActions.Rent, Gpus = 2, Committed = 4, ShareOfHours = 0.8, MonthlySaving = 410, Currency = "USD", Instead = ["cloud"] };
        OutcomeTable.Write(text, new("day", [new(TimeSpan.FromHours(24), "chat", 0, 1, 1)]), [(RuleSetting.All[0], Run(10, 0.96) with { Advice = [advice] })]);
        Assert.EndsWith("Were it to go on like this: rented: Rent 2 more GPUs (4 now): the last of them would have been needed for 80% of the hours. In place of cloud that saves about 410 USD a month.\n", text.ToString(), StringComparison.Ordinal);
    }

    private static string Compared(params (string Setting, Outcome Outcome)[] runs)
    {
        var comparison = new Comparison();
        comparison.Add("day", [.. runs.Select(run => (RuleSetting.All.Single(setting => setting.Name == run.Setting), run.Outcome))]);
        var text = new StringWriter();
        comparison.Write(text);
        return text.ToString();
    }

    private static Outcome Run(double cost, double attainment) => new()
    {
        Requests = 100,
        Attainment = attainment,
        TimeToFirstTokenP50 = 0.1,
        TimeToFirstTokenP99 = 1,
        VariableCost = cost,
        CommittedCost = 1,
        GpuHours = new Dictionary<string, double> { ["home"] = 2 },
        Samples = [At(1, cost / 2, 0.2), At(2, cost, null)],
    };

    private static Sample At(int minute, double cost, double? first) => new()
    {
        At = TimeSpan.FromMinutes(minute), Replicas = new Dictionary<string, int> { ["home"] = minute }, Ready = 1, InFlight = 1, VariableCost = cost, RequestsPerSecond = 0.5, TimeToFirstTokenP95 = first,
    };
}
