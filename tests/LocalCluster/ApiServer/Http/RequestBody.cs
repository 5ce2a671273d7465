using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Http.Protobuf;
using Microsoft.AspNetCore.Http;
using YamlDotNet.Core;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>A request's body, read whole.</summary>
/// <param name="MediaType">Lower-case media type without parameters; <c>application/json</c> when none is given.</param>
/// <param name="Bytes">The body as it came.</param>
internal sealed record RequestBody(string MediaType, ReadOnlyMemory<byte> Bytes)
{
    private const int MaxBytes = 3 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strictness = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>The body as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <exception cref="ApiException">413 when it is larger than 3 MiB.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellation)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MaxBytes) throw new ApiException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {MaxBytes}");
        }

        var type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        return new RequestBody(string.IsNullOrEmpty(type) ? "application/json" : type, buffer.ToArray());
    }

    /// <summary>The body as an object.</summary>
    /// <exception cref="ApiException">415 for a media type not read here, 400 for text that is no object.</exception>
    public JsonObject ToObject() => Parse() as JsonObject ?? throw ApiException.BadRequest("the request body must be an object");

    /// <summary>The body as an object; null when it is empty.</summary>
    public JsonObject? ToOptionalObject() => Bytes.IsEmpty ? null : ToObject();

    private JsonNode? Parse()
    {
        try
        {
            return MediaType switch
            {
                "application/json" => JsonNode.Parse(Text, documentOptions: Strictness),
                ProtobufBody.MediaType => ProtobufBody.Parse(Bytes.Span),
                "application/yaml" or "application/x-yaml" or "text/yaml" => YamlBody.Parse(Text),
                _ => throw ApiException.UnsupportedMediaType(
                    $"the body of the request was in an unknown format - accepted media types include: application/json, application/yaml"),
            };
        }
        catch (Exception broken) when (broken is JsonException or YamlException)
        {
            throw ApiException.BadRequest($"the object provided is unrecognized (must be of type Object): {broken.Message}");
        }
    }
}
