using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Speculation;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Scheduling;

/// <summary>A model and who asks what of it when. The same seed gives the same schedule.</summary>
internal sealed record RandomSchedule(FakeModelOptions Model, int PrefillTokens, IReadOnlyList<PlannedRequest> Requests)
{
    /// <summary>Guesses in every second schedule, as many as there are to make.</summary>
    public SpeculationOptions Speculation { get; private init; } = new();

    private const int LongestRequest = 90;

    public static RandomSchedule Of(int seed)
    {
        var random = new Random(seed);
        var sequences = random.Next(1, 7);
        var cells = random.Next(LongestRequest, 4 * LongestRequest);
        var model = new FakeModelOptions
        {
            MaxSequences = sequences,
            SequenceIds = sequences + random.Next(8),
            ContextTokens = cells,
            PhysicalCells = random.Next(4) == 0 ? random.Next(LongestRequest, cells + 1) : null,
            BatchTokens = sequences + random.Next(1, 48),
            SharesPrefixes = random.Next(5) > 0,
            Adapters = [.. Enumerable.Range(0, random.Next(3)).Select(number => $"adapter {number}")],
        };
        var families = Enumerable.Range(0, 3).Select(_ => Tokens(random, random.Next(1, 60))).ToArray();
        return new RandomSchedule(model, random.Next(1, 40), [.. Enumerable.Range(0, random.Next(1, 16)).Select(_ => Request(random, model, families))])
        {
            Speculation = new SpeculationOptions { Always = seed % 2 == 0 },
        };
    }

    private static PlannedRequest Request(Random random, FakeModelOptions model, int[][] families)
    {
        var family = families[random.Next(families.Length)];
        int[] prompt = [FakeTokenizer.Begin, .. family[..random.Next(family.Length + 1)], .. Tokens(random, random.Next(12))];
        var asked = new GenerationParameters
        {
            Prompt = prompt,
            MaxTokens = random.Next(1, LongestRequest - prompt.Length),
            Temperature = random.Next(3) * 0.7f,
            TopK = random.Next(2) * 20,
            FrequencyPenalty = random.Next(2) * 0.5f,
            Seed = random.Next(),
            Key = $"key {random.Next(3)}",
            Priority = random.Next(4) == 0 ? random.Next(3) : 0,
            Adapter = random.Next(-1, model.Adapters.Count),
            IgnoreEndOfGeneration = random.Next(3) == 0,
        };
        var arrival = random.Next(40);
        return new PlannedRequest(asked, arrival, random.Next(5) == 0 ? arrival + random.Next(30) : null);
    }

    private static int[] Tokens(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => 'a' + random.Next(26))];
}

/// <param name="Asked">The request.</param>
/// <param name="Arrival">The step before which it comes.</param>
/// <param name="Departure">The step before which its caller leaves; null for one that stays.</param>
internal sealed record PlannedRequest(GenerationParameters Asked, int Arrival, int? Departure);
