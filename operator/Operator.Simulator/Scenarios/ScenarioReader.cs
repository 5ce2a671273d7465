using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace InferOps.Operator.Simulator.Scenarios;

/// <summary>Reads the objects of our own kinds from YAML; others are left out, so that a whole installation's manifests can be given.</summary>
public static class ScenarioReader
{
    private const string DefaultNamespace = "default";
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    /// <param name="texts">File name and content.</param>
    /// <exception cref="FormatException">A file is no YAML, an object is not valid, or something is missing; the message says where.</exception>
    public static Scenario Read(IEnumerable<(string Name, string Text)> texts)
    {
        var objects = texts.SelectMany(file => Documents(file.Name, file.Text)).ToLookup(document => (string?)document["kind"] ?? "");
        var scenario = new Scenario
        {
            Services = [.. objects["InferenceService"].Select(Service)],
            Pools = [.. objects["ComputePool"].Select(pool => new ObservedPool { Name = Name(pool), Generation = 1, Labels = Labels(pool), Spec = Spec<ComputePoolSpec>(pool) })],
            Engines = [.. objects["InferenceEngine"].Select(engine => new ObservedEngine { Name = Name(engine), Generation = 1, Spec = Spec<InferenceEngineSpec>(engine) })],
        };
        if (scenario.Services.Count == 0) throw new FormatException("no InferenceService in the files given with -f");
        if (scenario.Pools.Count == 0) throw new FormatException("no ComputePool in the files given with -f");
        if (scenario.Engines.Count == 0) throw new FormatException("no InferenceEngine in the files given with -f");
        return scenario.Checked();
    }

    private static ObservedService Service(JsonObject service) => new()
    {
        Key = new ObjectKey((string?)service["metadata"]?["namespace"] ?? DefaultNamespace, Name(service)),
        Uid = $"uid-of-{Name(service)}",
        Generation = 1,
        Spec = Spec<InferenceServiceSpec>(service),
        Status = new(),
    };

    private static T Spec<T>(JsonObject document)
    {
        try
        {
            return document["spec"].Deserialize<T>(Wire) ?? throw new FormatException($"{(string?)document["kind"]} {Name(document)} has no spec");
        }
        catch (JsonException error)
        {
            throw new FormatException($"{(string?)document["kind"]} {Name(document)}: {error.Message}", error);
        }
    }

    private static string Name(JsonObject document) => (string?)document["metadata"]?["name"] ?? throw new FormatException($"a {(string?)document["kind"]} has no metadata.name");

    private static Dictionary<string, string> Labels(JsonObject document) =>
        (document["metadata"]?["labels"] as JsonObject)?.ToDictionary(label => label.Key, label => (string?)label.Value ?? "") ?? [];

    private static IEnumerable<JsonObject> Documents(string name, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new FormatException($"{name}, line {error.Start.Line}: {error.Message}", error);
        }

        return stream.Documents.Select(document => Json(document.RootNode)).OfType<JsonObject>();
    }

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(child => KeyValuePair.Create(child.Key.ToString(), Json(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new FormatException($"YAML {node.NodeType} has no JSON counterpart"),
    };

    private static JsonValue? Plain(string text) => text switch
    {
        "" or "null" or "~" => null,
        "true" or "false" => JsonValue.Create(text == "true"),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && char.IsAsciiDigit(text[^1]) => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
