namespace InferOps.Runtime.Core.Tests.Speculation;

/// <summary>Speculation on made-up machines: it finds what there is to gain, and where there is nothing it costs next to nothing.</summary>
public sealed class SpeculationPaysTests
{
    private const int Steps = 3_000;

    // Seconds of a step with n entries.
    private static readonly Dictionary<string, Func<int, double>> Machines = new()
    {
        ["a GPU that reads its weights for one entry or for sixty"] = n => 0.005 + (0.00001 * n) + (n > 64 ? 0.00008 * (n - 64) : 0),
        ["two cores, where every entry costs"] = n => 0.002 + (0.008 * n),
        ["two cores and a large model"] = n => 0.01 + (0.06 * n),
        ["a machine that is slower with two than with one, and then hardly more so"] = n => n == 1 ? 0.01 : 0.028 + (0.0005 * n),
        ["a machine that evaluates in tiles of eight"] = n => 0.004 * ((n + 7) / 8),
    };

    private static readonly Dictionary<string, Text> Texts = new()
    {
        ["nothing can be foretold"] = SimulatedTexts.Random(),
        ["two tokens always seem to come back, and do not"] = SimulatedTexts.Random(alphabet: 3),
        ["it repeats itself"] = SimulatedTexts.Repeating(),
        ["it nearly repeats itself"] = SimulatedTexts.Repeating(oneIn: 6),
        ["it sometimes repeats itself"] = SimulatedTexts.Alternating(SimulatedTexts.Repeating(), SimulatedTexts.Random(), every: 300),
    };

    private static readonly Dictionary<string, Func<int, int>> Loads = new()
    {
        ["one client"] = _ => 1,
        ["eight clients"] = _ => 8,
        ["clients that come and go"] = step => 1 + (step / 150 * 7 % 12),
        ["one client, then twenty"] = step => step < Steps / 2 ? 1 : 20,
    };

    public static TheoryData<string, string, string> Everything => [.. from machine in Machines.Keys from text in Texts.Keys from load in Loads.Keys select (machine, text, load)];

    public static TheoryData<string, string> MachinesAndTexts => [.. from machine in Machines.Keys from text in Texts.Keys select (machine, text)];

    [Theory]
    [MemberData(nameof(Everything))]
    public void It_is_never_slower_than_without_by_more_than_five_percent(string machine, string text, string load) =>
        Assert.InRange(Simulation(machine, text, load).Speedup(Steps), 0.95, double.MaxValue);

    [Theory]
    [MemberData(nameof(MachinesAndTexts))]
    public void Nor_is_it_with_a_draft_model_however_good_or_dear(string machine, string text)
    {
        foreach (var (accuracy, share, load) in new[] { (0.0, 0.1, "one client"), (0.5, 0.3, "clients that come and go"), (0.8, 0.02, "one client"), (0.9, 1, "clients that come and go") })
        {
            var with = Simulation(machine, text, load) with { DraftAccuracy = accuracy, DraftSeconds = n => share * Machines[machine](n) };
            Assert.InRange(with.Speedup(Steps), 0.95, double.MaxValue);
        }
    }

    [Theory]
    [MemberData(nameof(MachinesAndTexts))]
    public void Nor_is_it_after_the_machine_has_changed(string machine, string text)
    {
        var other = Machines["two cores, where every entry costs"];
        var changing = Simulation(machine, text, "clients that come and go") with { StepSeconds = (n, step) => step < Steps / 2 ? Machines[machine](n) : other(n) };
        Assert.InRange(changing.Speedup(Steps, from: Steps / 2), 0.95, double.MaxValue);
    }

    [Theory]
    [MemberData(nameof(MachinesAndTexts))]
    public void Nor_is_it_where_writing_tokens_takes_from_the_step_after(string machine, string text)
    {
        foreach (var load in Loads.Keys)
        {
            var writing = Simulation(machine, text, load) with { SecondsToWriteToken = 0.3 * Machines[machine](1) };
            Assert.InRange(writing.Speedup(Steps), 0.95, double.MaxValue);
        }
    }

    // The best there is to have is what 8 guesses, all right, bring: (1 + 8) · T(1) / T(9).
    [Theory]
    [InlineData("a GPU that reads its weights for one entry or for sixty", 8)]
    [InlineData("two cores, where every entry costs", 1.15)]
    [InlineData("a machine that is slower with two than with one, and then hardly more so", 2.4)]
    [InlineData("a machine that evaluates in tiles of eight", 7)]
    public void It_finds_what_a_text_that_repeats_itself_has_to_give(string machine, double least) =>
        Assert.InRange(Simulation(machine, "it repeats itself", "one client").Speedup(Steps), least, double.MaxValue);

    [Fact]
    public void It_finds_what_a_good_draft_model_has_to_give()
    {
        var simulation = Simulation("a GPU that reads its weights for one entry or for sixty", "nothing can be foretold", "eight clients") with
        {
            DraftAccuracy = 0.8, DraftSeconds = _ => 0.0004,
        };

        // 4 guesses at 0.8 bring 1 + 0.8 + 0.64 + 0.51 + 0.41 = 3.36 tokens in 5 + 4 · 0.4 + … ms instead of 5.
        Assert.InRange(simulation.Speedup(Steps), 2.2, 3);
    }

    [Fact]
    public void It_stops_where_guesses_cost_more_than_they_bring()
    {
        var simulation = Simulation("two cores, where every entry costs", "nothing can be foretold", "one client") with { DraftAccuracy = 0.3, DraftSeconds = n => 0.004 * n };
        Assert.InRange(simulation.Speedup(Steps, from: Steps / 2), 0.97, 1.0001);
    }

    private static SpeculationSimulation Simulation(string machine, string text, string load) => new()
    {
        StepSeconds = (n, _) => Machines[machine](n), Text = Texts[text], Sequences = Loads[load],
    };
}
