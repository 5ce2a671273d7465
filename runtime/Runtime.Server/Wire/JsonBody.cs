using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InferOps.Runtime.Server.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Reads a request's body. Clients that leave out the content type, or say what curl says by default, mean JSON; one that says it is something else is told.</summary>
internal static class JsonBody
{
    /// <exception cref="ApiException">The body is compressed, in another character set, or <c>null</c>, or too much with all others that are being served.</exception>
    /// <exception cref="JsonException">The body is not what <typeparamref name="TBody"/> needs.</exception>
    public static async Task<TBody> ReadAsync<TBody>(HttpContext context, JsonTypeInfo<TBody> type)
        where TBody : class
    {
        var headers = context.Request.Headers;
        if (headers.ContentEncoding.Count > 0 && headers.ContentEncoding != "identity") throw Unsupported($"A body with Content-Encoding '{headers.ContentEncoding}' cannot be read");
        if (MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var content) && content.Charset.Length > 0 && !IsUtf8(content))
            throw Unsupported($"A body in '{content.Charset}' cannot be read");
        var stream = context.RequestServices.GetRequiredService<BodyMemory>().Open(context);
        return await JsonSerializer.DeserializeAsync(stream, type, context.RequestAborted) ?? throw ApiException.Invalid(null, "The body must be a JSON object.");
    }

    private static bool IsUtf8(MediaTypeHeaderValue content) =>
        content.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || content.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase);

    private static ApiException Unsupported(string what) =>
        new(StatusCodes.Status415UnsupportedMediaType, RejectionReasons.InvalidRequest, "unsupported_media_type", $"{what}: send plain JSON in UTF-8.");
}
