using System.Numerics;

namespace InferOps.Runtime.Core.Speculation;

/// <summary>How long a step takes by the number of its entries, learned from steps. What was not seen for long is forgotten: machines and contexts change.</summary>
/// <remarks>
/// Between sizes that were seen the time is interpolated. Beyond the largest, <see cref="Hoped"/> goes on flat, so that somebody tries, and
/// <see cref="Feared"/> in proportion, so that nobody risks more than there is.
/// </remarks>
internal sealed class StepCosts
{
    private const double Newest = 0.1;
    private const double Surprise = 1.5;
    private const int SurprisesInARow = 3;
    private const double Renewal = 256;
    private const long LongestLife = 4096;
    private const long FirstLife = 128;

    // Sizes are told apart exactly while they are small, and in eighths of an octave above.
    private const int Exact = 16;
    private const int PerOctave = 8;
    private readonly StepCost[] _samples = new StepCost[Exact + (PerOctave * 16)];
    private long _steps;
    private int _surprises;
    private int _end;

    public void Add(int entries, double seconds)
    {
        _steps++;
        var index = IndexOf(entries);
        ref var sample = ref _samples[index];
        _end = Math.Max(_end, index + 1);
        if (!IsAlive(sample) || HasChanged(seconds / sample.Seconds))
        {
            sample = new StepCost(entries, seconds, 1, _steps);
            return;
        }

        var aged = 1 - Math.Exp((sample.SeenAt - _steps) / Renewal);
        var weight = Math.Max(1.0 / (sample.Count + 1), Math.Max(Newest, aged));
        var bounded = Math.Clamp(seconds, sample.Seconds / Surprise, sample.Seconds * Surprise);
        sample = new StepCost(
            sample.Entries + (weight * (entries - sample.Entries)), sample.Seconds + (weight * (bounded - sample.Seconds)), sample.Count + 1, _steps);
    }

    /// <summary>Steps since one of this size; null when there was none that still counts.</summary>
    public long? Age(int entries) => _samples[IndexOf(entries)] is var sample && IsAlive(sample) ? _steps - sample.SeenAt : null;

    /// <summary>The largest size that was seen, 0 for none.</summary>
    public int Largest()
    {
        for (var i = _end - 1; i >= 0; i--)
        {
            if (IsAlive(_samples[i])) return (int)Math.Round(_samples[i].Entries);
        }

        return 0;
    }

    /// <summary>Seconds of a step, trusting that larger ones than were tried take no longer. 0 when nothing is known.</summary>
    public double Hoped(int entries)
    {
        var (below, above) = Around(entries);
        return below.Count == 0 || above.Count > 0 ? Between(below, above, entries) : below.Seconds;
    }

    /// <summary>Seconds of a step, fearing that each entry of one larger than was tried costs as much as those before. 0 when nothing is known.</summary>
    public double Feared(int entries)
    {
        var (below, above) = Around(entries);
        return below.Count == 0 || above.Count > 0 ? Between(below, above, entries) : below.Seconds * Math.Max(1, entries / below.Entries);
    }

    /// <summary>One surprise is an accident; three in a row, all too long or all too short, mean that another machine is at work now: nothing known is true of it.</summary>
    private bool HasChanged(double ratio)
    {
        var surprise = ratio > Surprise ? 1 : ratio < 1 / Surprise ? -1 : 0;
        _surprises = surprise != 0 && surprise == Math.Sign(_surprises) ? _surprises + surprise : surprise;
        if (Math.Abs(_surprises) < SurprisesInARow) return false;
        Array.Clear(_samples);
        _surprises = 0;
        return true;
    }

    private static double Between(StepCost below, StepCost above, int entries)
    {
        if (below.Count == 0 || above.Entries <= below.Entries) return above.Seconds;
        var share = Math.Clamp((entries - below.Entries) / (above.Entries - below.Entries), 0, 1);
        return below.Seconds + (share * (above.Seconds - below.Seconds));
    }

    private (StepCost Below, StepCost Above) Around(int entries)
    {
        if (entries < 1) return default;
        StepCost below = default;
        var index = IndexOf(entries);
        for (var i = Math.Min(index, _end - 1); i >= 0 && below.Count == 0; i--) below = IsAlive(_samples[i]) ? _samples[i] : default;
        if (below.Count > 0 && IndexOf((int)Math.Round(below.Entries)) == index) return (below, below);
        for (var i = index + 1; i < _end; i++)
        {
            if (IsAlive(_samples[i])) return (below, _samples[i]);
        }

        return (below, default);
    }

    private static int IndexOf(int entries)
    {
        if (entries <= Exact) return entries - 1;
        var octave = BitOperations.Log2((uint)entries) - BitOperations.Log2(Exact);
        return Exact + (octave * PerOctave) + ((entries >> (octave + 1)) & (PerOctave - 1));
    }

    private bool IsAlive(in StepCost sample) =>
        sample.Count > 0 && _steps - sample.SeenAt <= Math.Min(LongestLife, FirstLife * Math.Min(sample.Count, 8) * Math.Min(sample.Count, 8));
}

/// <param name="Entries">Size of a step.</param>
/// <param name="Seconds">How long one takes.</param>
/// <param name="Count">Steps that were seen; 0 for none.</param>
/// <param name="SeenAt">When the last was.</param>
internal readonly record struct StepCost(double Entries, double Seconds, int Count, long SeenAt);
