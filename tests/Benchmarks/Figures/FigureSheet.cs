using System.Globalization;
using System.Text.Json.Nodes;

namespace InferOps.Benchmarks.Figures;

/// <summary>Prints figures as they come, and keeps them for the file.</summary>
internal sealed class FigureSheet(string name)
{
    private readonly List<Figure> _figures = [];
    private readonly JsonObject _measured = [];

    public bool AllReached => _figures.TrueForAll(figure => figure.IsReached);

    /// <summary>A line for whoever watches.</summary>
    public static void Say(string line) => Console.WriteLine(line);

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Say(figure.ToString());
        Say(string.Create(CultureInfo.InvariantCulture, $"       {(figure.IsReached ? "reached" : "MISSED")}; rounds {string.Join(" ", figure.Rounds.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)))}"));
    }

    /// <summary>Keeps what a figure was computed from.</summary>
    public void Keep(string what, JsonNode measured)
    {
        if (_measured[what] is not JsonArray list) _measured[what] = list = [];
        list.Add(measured);
    }

    /// <returns>The file's path.</returns>
    public string Write(string folder, JsonObject circumstances)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{name}.json");
        var sheet = new JsonObject
        {
            ["circumstances"] = circumstances,
            ["figures"] = new JsonArray([.. _figures.Select(figure => new JsonObject
            {
                ["name"] = figure.Name,
                ["value"] = figure.Value,
                ["least"] = figure.Least,
                ["most"] = figure.Most,
                ["unit"] = figure.Unit,
                ["goal"] = figure.Goal.ToString(),
                ["reached"] = figure.IsReached,
                ["rounds"] = new JsonArray([.. figure.Rounds.Select(value => JsonValue.Create(value))]),
            })]),
            ["measured"] = _measured.DeepClone(),
        };
        File.WriteAllText(path, sheet + "\n");
        return path;
    }
}
