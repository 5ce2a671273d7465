using System.Globalization;

namespace InferOps.Benchmarks.Figures;

/// <summary>One number with its goal.</summary>
/// <param name="Name">Words joined by hyphens.</param>
/// <param name="Rounds">What each round measured; the figure is their median.</param>
/// <param name="Unit"><c>x</c> for a ratio.</param>
/// <param name="Goal">What is wanted.</param>
public sealed record Figure(string Name, IReadOnlyList<double> Rounds, string Unit, Goal Goal)
{
    public double Value { get; } = Median(Rounds);

    public double Least => Rounds.Min();

    public double Most => Rounds.Max();

    public bool IsReached => Goal.IsReachedBy(Value);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"FIGURE {Name} {Value:0.###} {Unit} goal {Goal}");

    private static double Median(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <param name="AtLeast">True: the more the better.</param>
/// <param name="Number">The bound itself is good enough.</param>
public readonly record struct Goal(bool AtLeast, double Number)
{
    public static Goal AtLeastOf(double number) => new(true, number);

    public static Goal AtMostOf(double number) => new(false, number);

    public bool IsReachedBy(double value) => AtLeast ? value >= Number : value <= Number;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? ">=" : "<=")} {Number:0.###}");
}
