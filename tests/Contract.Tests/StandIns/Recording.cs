using System.Runtime.CompilerServices;

namespace InferOps.Contract.Tests.StandIns;

/// <summary>The recorded API of a real package, or the part of it that we use.</summary>
internal sealed class Recording
{
    private readonly ILookup<string, (string Text, ApiLine Line)> byName;

    private Recording(IEnumerable<string> lines) =>
        byName = lines.Where(line => !line.StartsWith('#')).Select(line => (line, ApiLine.Parse(line))).ToLookup(line => line.Item2.Name);

    public static Recording Of(IEnumerable<string> lines) => new(lines);

    /// <summary>Reads the committed part. With UPDATE_GOLDEN=1 the part is first cut anew from the full recording in the folder UPSTREAM_API.</summary>
    /// <param name="offered">The lines of the stand-in: what is kept of the full recording.</param>
    public static Recording Read(string fileName, IReadOnlyList<string> offered)
    {
        var kept = Path.Combine(Folder(), fileName);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            var folder = Environment.GetEnvironmentVariable("UPSTREAM_API") ?? throw new InvalidOperationException("UPDATE_GOLDEN=1 needs UPSTREAM_API, the folder of the full recordings.");
            var full = File.ReadAllLines(Path.Combine(folder, fileName));
            var used = offered.Select(ApiLine.Parse).ToLookup(line => line.Subject);
            File.WriteAllLines(kept, full.Where(line => line.StartsWith('#') || used.Contains(ApiLine.Parse(line).Subject)));
            return new Recording(full);
        }

        return new Recording(File.ReadAllLines(kept));
    }

    public bool Covers(string offered)
    {
        var line = ApiLine.Parse(offered);
        return byName[line.Name].Any(recorded => line.IsCoveredBy(recorded.Line));
    }

    /// <returns>The line and, where the package has members of that name, those.</returns>
    public string Explain(string offered)
    {
        var candidates = byName[ApiLine.Parse(offered).Name].Select(recorded => $"    the package has {recorded.Text}").ToList();
        return $"  {offered}\n{(candidates.Count == 0 ? "    the package (or the kept part of its recording) has nothing of that name" : string.Join('\n', candidates))}";
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "upstream-api");
}
