using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Reconciliation;

/// <summary>Statuses as they go over the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(WholeSecondsConverter)])]
[JsonSerializable(typeof(InferenceServiceStatus))]
[JsonSerializable(typeof(ComputePoolStatus))]
[JsonSerializable(typeof(InferenceEngineStatus))]
internal sealed partial class StatusJson : JsonSerializerContext
{
    public static JsonObject Of(InferenceServiceStatus status) => (JsonObject)JsonSerializer.SerializeToNode(status, Default.InferenceServiceStatus)!;

    public static JsonObject Of(ComputePoolStatus status) => (JsonObject)JsonSerializer.SerializeToNode(status, Default.ComputePoolStatus)!;

    public static JsonObject Of(InferenceEngineStatus status) => (JsonObject)JsonSerializer.SerializeToNode(status, Default.InferenceEngineStatus)!;
}

/// <summary>Times of the Kubernetes API: UTC, whole seconds, ending in Z.</summary>
internal sealed class WholeSecondsConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
}
