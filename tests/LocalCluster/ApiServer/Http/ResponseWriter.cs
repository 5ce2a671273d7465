using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;
using InferOps.LocalCluster.Api.Tables;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>Writes answers in the form the client asked for.</summary>
internal sealed class ResponseWriter(TableBuilder tables)
{
    public Task ObjectAsync(HttpContext http, ObjectRequest request, ResponseFormat format, StoredObject stored, int code = 200) =>
        SendAsync(http, code, request.Warnings, writer =>
        {
            var header = new TableHeader(stored.Revision.ToString(), null, null, format.Version, true);
            if (format.As == ResponseKind.Table) tables.Write(writer, request, [stored], header);
            else if (format.As == ResponseKind.Metadata) MetadataForm.Write(writer, stored, format.Version);
            else ObjectForm.Write(writer, request.Type, stored);
        });

    public Task PageAsync(HttpContext http, ObjectRequest request, ResponseFormat format, ObjectPage page) =>
        SendAsync(http, 200, request.Warnings, writer =>
        {
            var header = new TableHeader(page.Revision.ToString(), page.Continue, page.Remaining, format.Version, true);
            if (format.As == ResponseKind.Table) tables.Write(writer, request, page.Items, header);
            else WriteList(writer, request.Type, format, page);
        });

    public static Task NodeAsync(HttpContext http, JsonNode content, int code = 200, IReadOnlyList<string>? warnings = null) =>
        SendAsync(http, code, warnings ?? [], writer => content.WriteTo(writer));

    public static Task StatusAsync(HttpContext http, ApiException refused, IReadOnlyList<string>? warnings = null)
    {
        if (refused.RetryAfterSeconds > 0) http.Response.Headers.RetryAfter = refused.RetryAfterSeconds.ToString();
        if (refused.Code == 401) http.Response.Headers.WWWAuthenticate = "Bearer";
        return NodeAsync(http, refused.ToStatus(), refused.Code, warnings);
    }

    public static Task TextAsync(HttpContext http, string text, int code = 200)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }

    private static void WriteList(Utf8JsonWriter writer, ResourceType type, ResponseFormat format, ObjectPage page)
    {
        var isMetadata = format.As == ResponseKind.Metadata;
        writer.WriteStartObject();
        writer.WriteString("kind", isMetadata ? "PartialObjectMetadataList" : type.ListKind);
        writer.WriteString("apiVersion", isMetadata ? $"meta.k8s.io/{format.Version}" : type.ApiVersion);
        writer.WriteStartObject("metadata");
        writer.WriteString("resourceVersion", page.Revision.ToString());
        if (page.Continue is not null) writer.WriteString("continue", page.Continue);
        if (page.Remaining is { } remaining) writer.WriteNumber("remainingItemCount", remaining);
        writer.WriteEndObject();
        writer.WriteStartArray("items");
        foreach (var stored in page.Items)
        {
            if (isMetadata) MetadataForm.Write(writer, stored, format.Version);
            else ObjectForm.WriteItem(writer, type, stored);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static async Task SendAsync(HttpContext http, int code, IReadOnlyList<string> warnings, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ApiJson.Writing)) write(writer);
        http.Response.StatusCode = code;
        http.Response.ContentType = "application/json";
        foreach (var warning in warnings) http.Response.Headers.Append("Warning", $"299 - \"{warning.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"");
        http.Response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(buffer.WrittenMemory, http.RequestAborted);
    }
}
