using FsCheck;
using FsCheck.Fluent;
using InferOps.Operator.Core.Advice;

namespace InferOps.Operator.Core.Tests.Advice;

public sealed class AdviceProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(10_000);

    private static readonly Arbitrary<Case> Cases = (
        from loads in Gen.ArrayOf(Gen.Choose(0, 10), 12)
        from more in Gen.ArrayOf(Gen.Choose(0, 3), 12)
        from committed in Gen.Choose(0, 10)
        select new Case(loads, more, committed)).ToArbitrary();

    [Fact]
    public void More_need_never_turns_renting_into_giving_back_and_never_rents_less() =>
        Prop.ForAll(Cases, one => Wanted(one.Committed, one.Loads) <= Wanted(one.Committed, [.. one.Loads.Zip(one.More, (load, more) => load + more)])).Check(Many);

    [Fact]
    public void A_history_of_the_same_shares_over_more_hours_advises_the_same() => Prop.ForAll(Cases, one =>
    {
        var history = Seen(one.Loads);
        return Market.Show(Market.Advise(Market.Rented, history with { Hours = 200 }, one.Committed)) == Market.Show(Market.Advise(Market.Rented, history with { Hours = 600 }, one.Committed));
    }).Check(Many);

    [Fact]
    public void Rent_saves_and_so_does_giving_back() =>
        Prop.ForAll(Cases, one => Market.Advise(Market.Rented, Seen(one.Loads), one.Committed).Advice.All(advice => advice.MonthlySaving > 0)).Check(Many);

    [Fact]
    public void Once_followed_advice_is_silent() => Prop.ForAll(Cases, one =>
    {
        var before = Market.Advise(Market.Rented, Seen(one.Loads), one.Committed);
        return Market.Advise(Market.Rented, before.History.Pools["rented"], Wanted(one.Committed, one.Loads)).Advice.Count == 0;
    }).Check(Many);

    [Fact]
    public void The_text_of_a_history_gives_it_back() => Prop.ForAll(Cases, one =>
    {
        var history = new LoadHistory(new Dictionary<string, PoolHistory> { ["rented"] = Seen(one.Loads) }, Market.Noon);
        var text = HistoryText.Write(history);
        return HistoryText.Write(HistoryText.Read(text)!) == text;
    }).Check(Many);

    /// <summary>GPUs the pool should have.</summary>
    private static int Wanted(int committed, int[] loads) => Market.Advise(Market.Rented, Seen(loads), committed).Advice.SingleOrDefault() switch
    {
        { Action: AdviceActions.Rent } advice => committed + advice.Gpus,
        { Action: AdviceActions.Release } advice => committed - advice.Gpus,
        _ => committed,
    };

    /// <summary>Twenty hours of each load, one after the other.</summary>
    private static PoolHistory Seen(int[] loads) =>
        loads.Aggregate(PoolHistory.Empty, (history, gpus) => history.Observe(new("rented", 0, [new("cloud", gpus)]), hours: 20));

    private sealed record Case(int[] Loads, int[] More, int Committed)
    {
        public override string ToString() => $"{string.Join(' ', Loads)} + {string.Join(' ', More)}, committed {Committed}";
    }
}
