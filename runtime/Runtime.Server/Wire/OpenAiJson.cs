using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>JSON of everything on the wire, generated at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ChatRequest))]
[JsonSerializable(typeof(CompletionRequest))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(EmbeddingBody))]
[JsonSerializable(typeof(TokenizeBody))]
[JsonSerializable(typeof(TokenizeAnswer))]
[JsonSerializable(typeof(DetokenizeBody))]
[JsonSerializable(typeof(DetokenizeAnswer))]
[JsonSerializable(typeof(ChatLogprobs))]
[JsonSerializable(typeof(TextLogprobs))]
[JsonSerializable(typeof(Usage))]
[JsonSerializable(typeof(TextCompletion))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(ReadinessBody))]
[JsonSerializable(typeof(ToolCallsDelta))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class OpenAiJson : JsonSerializerContext;

/// <summary>The types of the wire, with text written as it is instead of escaped outside ASCII: the media type is JSON, not HTML.</summary>
internal static class WireJson
{
    public static OpenAiJson Types { get; } = new(new JsonSerializerOptions(OpenAiJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
