using System.Text.Json.Nodes;

namespace InferOps.TestKit;

/// <summary>
/// One rule of admission as a file: what there is, a write that passes in silence, and one that does not. Objects are written short: kind, name and what
/// differs. The decision is tested with it, and then the way there: through an API server, over TLS.
/// </summary>
public sealed class AdmissionCase
{
    private readonly JsonNode _content;

    private AdmissionCase(JsonNode content) => _content = content;

    public static string Folder { get; } = Path.Combine(Golden.RepositoryRoot, "tests", "Operator.Host.Tests", "Webhooks", "Cases");

    public IEnumerable<JsonObject> Given => (_content["given"] as JsonArray ?? []).Select(given => given!.AsObject());

    /// <summary>Passes, and nothing is said.</summary>
    public JsonObject Good => _content["good"]!.AsObject();

    public JsonObject Bad => _content["bad"]!.AsObject();

    /// <summary>True: the bad write is refused. False: it passes with a warning.</summary>
    public bool Denies => _content["denied"] is not null;

    /// <summary>What its author reads, in part.</summary>
    public string Says => (string)(_content["denied"] ?? _content["warned"])!;

    public static IEnumerable<string> Reasons => Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    public static AdmissionCase Read(string reason) => new(Yaml.Read(File.ReadAllText(Path.Combine(Folder, $"{reason}.yaml"))).Single());

    /// <summary>The whole object.</summary>
    public static JsonObject Expand(JsonObject brief)
    {
        var whole = new JsonObject { ["metadata"] = new JsonObject { ["name"] = (string)brief["name"]!, ["annotations"] = brief["annotations"]?.DeepClone(), ["labels"] = brief["labels"]?.DeepClone() } };
        if (brief["kind"]!.GetValue<string>() is "InferenceService" or "ComputePool" or "InferenceEngine")
            (whole["apiVersion"], whole["kind"]) = ("inferops.dev/v1alpha1", (string)brief["kind"]!);
        foreach (var part in new[] { "spec", "status" }) if (brief[part] is { } given) whole[part] = given.DeepClone();
        return whole;
    }
}
