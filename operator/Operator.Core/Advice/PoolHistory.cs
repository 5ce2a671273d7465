namespace InferOps.Operator.Core.Advice;

/// <summary>
/// The load-duration curve of one pool: for each GPU, counted from the first, the share of hours in which it was needed, by what would have served instead.
/// What is <see cref="Memory"/> old counts 1/e as much as what is new.
/// </summary>
/// <remarks>A curve has <see cref="Levels"/> steps at most; where more GPUs are needed, each step stands for twice as many, and says their mean.</remarks>
public sealed record PoolHistory
{
    public const int Levels = 32;

    public static readonly PoolHistory Empty = new();

    /// <summary>How long a load is remembered: several weeks, so that weekends do not decide.</summary>
    public static TimeSpan Memory { get; } = TimeSpan.FromDays(30);

    /// <summary>Hours that were seen, less what is forgotten; at most <see cref="Memory"/>.</summary>
    public double Hours { get; init; }

    public int GpusPerLevel { get; init; } = 1;

    /// <summary>GPUs that the pool should have, by the advice given last; null: none was given.</summary>
    public int? Advised { get; init; }

    /// <summary>Shares of hours, 0 to 1, by level, for each cloud pool that served otherwise; the empty name: nothing did.</summary>
    public IReadOnlyDictionary<string, double[]> Shares { get; init; } = new Dictionary<string, double[]>();

    /// <summary>GPUs that the curve can tell of.</summary>
    public int Gpus => Levels * GpusPerLevel;

    /// <summary>Share of hours in which the pool's GPU of that number (from 1) took the place of one of a cloud pool.</summary>
    public double Share(int gpu, string cloud) => gpu <= Gpus && Shares.TryGetValue(cloud, out var levels) ? levels[(gpu - 1) / GpusPerLevel] : 0;

    /// <summary>Share of hours in which so many GPUs were needed.</summary>
    public double Share(int gpu) => Shares.Keys.Sum(cloud => Share(gpu, cloud));

    /// <summary>The curve after so many hours of a need.</summary>
    public PoolHistory Observe(PoolNeed need, double hours)
    {
        var history = this;
        while (need.Gpus > history.Gpus) history = history.Coarser();
        var kept = history.Hours * Math.Exp(-hours / Memory.TotalHours);
        var weight = hours / (kept + hours);
        var filled = history.Fill(need);
        var shares = filled.Keys.Union(history.Shares.Keys).ToDictionary(
            cloud => cloud,
            cloud => Enumerable.Range(0, Levels).Select(level => (Of(history.Shares, cloud, level) * (1 - weight)) + (Of(filled, cloud, level) * weight)).ToArray(), StringComparer.Ordinal);
        return history with { Hours = kept + hours, Shares = shares };
    }

    /// <summary>The same curve with half as many steps.</summary>
    public PoolHistory Coarser() => this with
    {
        GpusPerLevel = GpusPerLevel * 2,
        Shares = Shares.ToDictionary(
            shares => shares.Key,
            shares => Enumerable.Range(0, Levels).Select(level => level < Levels / 2 ? (shares.Value[2 * level] + shares.Value[(2 * level) + 1]) / 2 : 0).ToArray(), StringComparer.Ordinal),
    };

    /// <summary>How much of each level is needed, 0 to 1.</summary>
    private Dictionary<string, double[]> Fill(PoolNeed need)
    {
        var filled = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var first = 0;
        foreach (var (cloud, gpus) in need.Parts)
        {
            var levels = filled[cloud] = new double[Levels];
            for (var gpu = first; gpu < first + gpus; gpu++) levels[gpu / GpusPerLevel] += 1.0 / GpusPerLevel;
            first += gpus;
        }
        return filled;
    }

    private static double Of(IReadOnlyDictionary<string, double[]> shares, string cloud, int level) => shares.TryGetValue(cloud, out var levels) ? levels[level] : 0;
}
