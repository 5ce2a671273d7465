using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.EndToEnd.Tests.BadInput;

/// <summary>A service that cannot work, and what the operator has to say about it.</summary>
/// <param name="Sentence">"a service that ...", at most 46 characters.</param>
/// <param name="Condition">The condition that is False.</param>
/// <param name="Words">What the condition's message must contain for somebody to act on it.</param>
internal sealed record BadService(string Sentence, string Condition, string Reason, params string[] Words)
{
    /// <summary>YAML of <c>spec</c>.</summary>
    public required string Spec { get; init; }

    /// <summary>Whether only a human can mend it.</summary>
    public bool Stalled { get; init; } = true;

    /// <summary>Pool to reason in <c>status.placement.rejected</c>.</summary>
    public IReadOnlyDictionary<string, string> Rejected { get; init; } = new Dictionary<string, string>();

    public string Name => Sentence.Replace(' ', '-');

    public JsonObject Manifest(string? name = null) => new()
    {
        ["apiVersion"] = "inferops.dev/v1alpha1",
        ["kind"] = "InferenceService",
        ["metadata"] = new JsonObject { ["name"] = name ?? Name, ["namespace"] = "default" },
        ["spec"] = Yaml.Read(Spec).Single(),
    };
}
