using System.Diagnostics;
using System.Globalization;

namespace InferOps.Benchmarks.Raw;

/// <summary>The raw loop as a process of its own, so that it starts from nothing as servers do: takes one line of work after another, answers each with one line.</summary>
internal static class RawCommand
{
    public const string Name = "raw";

    /// <param name="arguments">Model, sequences, context tokens, threads, unified.</param>
    public static int Run(string[] arguments)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var options = new RawOptions(arguments[0], Number(arguments[1]), Number(arguments[2]), Number(arguments[3])) { Unified = bool.Parse(arguments[4]) };
        using var loop = new RawLoop(options);
        Say(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var work = line.Split(' ');
            var result = loop.Measure(new RawWork(Number(work[0]), Number(work[1]), Number(work[2])) { Chooses = bool.Parse(work[3]) });
            Say(result.Tokens, result.Seconds, result.PrefillSeconds, result.CpuSeconds);
        }

        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Say(params double[] numbers) => Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
}
