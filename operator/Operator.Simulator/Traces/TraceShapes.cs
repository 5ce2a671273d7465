namespace InferOps.Operator.Simulator.Traces;

/// <summary>The traces of <c>make simulate</c>, each made from a formula and a seed. A row a minute; loads in requests per second.</summary>
/// <remarks>
/// <code>
/// diurnal      24 h  a working day: 0.3 at night, 6 at noon, noise of a tenth
/// bursty       12 h  1.5, and now and then (every 40 minutes on average) four to six times as much for two to ten minutes
/// ramp          6 h  from 0.5 to 8 in four hours, then back in two
/// flash-crowd   6 h  1, and at the second hour 9 from one minute to the next, fading with a half-life of 20 minutes
/// on-off        8 h  twenty minutes of 5, forty of nothing
/// long-prompts  8 h  2 with short prompts, and half of every hour as many with 4,000 tokens
/// multi-tenant 24 h  chat like diurnal, code over working hours, batch all night
/// </code>
/// </remarks>
public static class TraceShapes
{
    public const string Chat = "chat";
    public const string Code = "code";
    public const string Batch = "batch";

    public const int DefaultSeed = 20260;

    private static readonly IReadOnlyList<(string Name, Func<string, int, Trace> Shape)> Shapes =
    [
        ("diurnal", (name, seed) => Single(name, seed, 24, (hour, random) => Day(hour, 0.3, 6) * Noise(random, 0.1))),
        ("bursty", Bursty),
        ("ramp", (name, seed) => Single(name, seed, 6, (hour, random) => (hour < 4 ? 0.5 + (7.5 * hour / 4) : 8 - (7.5 * (hour - 4) / 2)) * Noise(random, 0.05))),
        ("flash-crowd", (name, seed) => Single(name, seed, 6, (hour, random) => (hour < 2 ? 1 : 1 + (8 * Math.Pow(0.5, (hour - 2) * 3))) * Noise(random, 0.05))),
        ("on-off", (name, seed) => Single(name, seed, 8, (hour, random) => hour % 1 < 1.0 / 3 ? 5 * Noise(random, 0.05) : 0)),
        ("long-prompts", LongPrompts),
        ("multi-tenant", MultiTenant),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Shapes.Select(shape => shape.Name)];

    /// <summary>The trace of that name; null when there is none.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Of its noise and of when bursts come.</param>
    public static Trace? Find(string name, int seed = DefaultSeed) => Shapes.Where(shape => shape.Name == name).Select(shape => shape.Shape(name, seed)).FirstOrDefault();

    private static Trace Single(string name, int seed, int hours, Func<double, Random, double> load) =>
        Make(name, seed, hours, random => [(Chat, 512, 192, hour => load(hour, random))]);

    private static Trace Bursty(string name, int seed)
    {
        var random = new Random(seed);
        var bursts = new List<(double From, double To, double Factor)>();
        for (var hour = Wait(random); hour < 12; hour += Wait(random)) bursts.Add((hour, hour + ((2 + (8 * random.NextDouble())) / 60), 4 + (2 * random.NextDouble())));
        return Single(name, seed, 12, (hour, noise) => 1.5 * Noise(noise, 0.1) * bursts.Where(burst => burst.From <= hour && hour < burst.To).Select(burst => burst.Factor).DefaultIfEmpty(1).Max());
    }

    private static Trace LongPrompts(string name, int seed) => Make(name, seed, 8, random =>
    [
        (Chat, 512, 192, hour => hour % 1 < 0.5 ? 2 * Noise(random, 0.1) : 0),
        (Chat, 2256, 192, hour => hour % 1 >= 0.5 ? 2 * Noise(random, 0.1) : 0),
    ]);

    private static Trace MultiTenant(string name, int seed) => Make(name, seed, 24, random =>
    [
        (Chat, 512, 192, hour => Day(hour, 0.3, 4) * Noise(random, 0.1)),
        (Code, 1024, 96, hour => (hour is > 8 and < 18 ? 3 : 0.1) * Noise(random, 0.15)),
        (Batch, 256, 384, hour => hour is < 6 or > 20 ? 2 : 0),
    ]);

    private static Trace Make(string name, int seed, int hours, Func<Random, (string Service, int Prompt, int Generated, Func<double, double> Load)[]> streams)
    {
        var parts = streams(new Random(seed));
        var rows = new List<TraceRow>();
        for (var minute = 0; minute < hours * 60; minute++)
        {
            // Streams of one service take turns: a row says everything that is asked of its service.
            foreach (var service in parts.GroupBy(part => part.Service))
            {
                var loads = service.Select(part => (Part: part, Rate: Math.Max(0, part.Load(minute / 60.0)))).ToList();
                var (most, _) = loads.MaxBy(load => load.Rate);
                rows.Add(new TraceRow(TimeSpan.FromMinutes(minute), service.Key, loads.Sum(load => load.Rate), most.Prompt, most.Generated));
            }
        }

        rows.Add(new TraceRow(TimeSpan.FromHours(hours), parts[0].Service, 0, parts[0].Prompt, parts[0].Generated));
        return new Trace(name, rows);
    }

    /// <summary>From <paramref name="night"/> at four o'clock to <paramref name="noon"/> at sixteen, as a raised cosine.</summary>
    private static double Day(double hour, double night, double noon) => night + ((noon - night) * Math.Pow((1 - Math.Cos((hour - 4) / 24 * 2 * Math.PI)) / 2, 2));

    private static double Noise(Random random, double share) => 1 + (share * ((2 * random.NextDouble()) - 1));

    private static double Wait(Random random) => -Math.Log(1 - random.NextDouble()) * 40 / 60;
}
