using System.Text.Encodings.Web;
using System.Text.Json;

namespace InferOps.LocalCluster.Api.Json;

/// <summary>How answers are written.</summary>
internal static class ApiJson
{
    /// <summary>Quotes and angle brackets within texts stay readable; nothing here ends up in HTML.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
