namespace InferOps.Operator.Core.Demand;

/// <summary>The jumps of the last two hours: what came once may come again, and a cold start is too slow for it.</summary>
/// <param name="Recent">Oldest first; one for ten minutes at most, so a dozen.</param>
public sealed record Surges(IReadOnlyList<Surge> Recent)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(2);
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(10);

    public static Surges None { get; } = new([]);

    /// <summary>Busy replicas to be ready for, 0 without a recent jump: as high as any recent jump went, and no further above <paramref name="busy"/> than any of them rose.</summary>
    public double Above(double busy) => Recent.Count == 0 ? 0 : Math.Max(busy, Math.Min(Recent.Max(surge => surge.To), busy + Recent.Max(surge => surge.To - surge.From)));

    internal Surges Remember(DateTimeOffset now, Jump? jump)
    {
        var kept = Recent.Count > 0 && now - Recent[0].Time > Remembered ? new Surges([.. Recent.Where(surge => now - surge.Time <= Remembered)]) : this;
        if (jump is null) return kept;
        if (kept.Recent is [.., var last] && now - last.Time < Apart)
            return new([.. kept.Recent.SkipLast(1), last with { From = Math.Min(last.From, jump.From), To = Math.Max(last.To, jump.To) }]);
        return new([.. kept.Recent, new Surge(now, jump.From, jump.To)]);
    }
}

/// <summary>A sudden rise of busy replicas.</summary>
public sealed record Surge(DateTimeOffset Time, double From, double To);
