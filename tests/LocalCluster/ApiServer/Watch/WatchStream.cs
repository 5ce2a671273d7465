using System.Buffers;
using System.Text.Json;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Tables;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Watch;

/// <summary>Writes a watch as one JSON document per line, each flushed at once.</summary>
internal sealed class WatchStream(HttpResponse response, ObjectRequest request, ResponseFormat format, TableBuilder tables)
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();
    private bool hasSentColumns;

    public async Task SendAsync(IAsyncEnumerable<WatchEvent> changes, CancellationToken cancellation)
    {
        response.ContentType = "application/json";
        try
        {
            await response.StartAsync(cancellation);
            await response.Body.FlushAsync(cancellation);
            await foreach (var change in changes.WithCancellation(cancellation)) await WriteAsync(writer => Write(writer, change), cancellation);
        }
        catch (OperationCanceledException)
        {
            // The client left, its timeout is over, or the server stops: the stream simply ends.
        }
        catch (ApiException refused)
        {
            await WriteAsync(writer => WriteError(writer, refused), cancellation);
        }
    }

    private async Task WriteAsync(Action<Utf8JsonWriter> write, CancellationToken cancellation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, ApiJson.Writing)) write(writer);
        buffer.Write(NewLine);
        await response.Body.WriteAsync(buffer.WrittenMemory, cancellation);
        await response.Body.FlushAsync(cancellation);
    }

    private void Write(Utf8JsonWriter writer, WatchEvent change)
    {
        writer.WriteStartObject();
        writer.WriteString("type", change.Type);
        writer.WritePropertyName("object");
        if (change.Object is null) WriteBookmark(writer, change);
        else if (format.As == ResponseKind.Table) WriteRow(writer, change);
        else if (format.As == ResponseKind.Metadata) MetadataForm.Write(writer, change.Object, format.Version);
        else ObjectForm.Write(writer, request.Type, change.Object);
        writer.WriteEndObject();
    }

    private void WriteRow(Utf8JsonWriter writer, WatchEvent change)
    {
        tables.Write(writer, request, [change.Object!], new TableHeader(change.Revision.ToString(), null, null, format.Version, !hasSentColumns));
        hasSentColumns = true;
    }

    private void WriteBookmark(Utf8JsonWriter writer, WatchEvent change)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", format.As == ResponseKind.Object ? request.Type.Kind : format.As == ResponseKind.Table ? "Table" : "PartialObjectMetadata");
        writer.WriteString("apiVersion", format.As == ResponseKind.Object ? request.Type.ApiVersion : $"meta.k8s.io/{format.Version}");
        writer.WriteStartObject("metadata");
        writer.WriteString("resourceVersion", change.Revision.ToString());
        writer.WriteNull("creationTimestamp");
        if (change.EndsInitialEvents)
        {
            writer.WriteStartObject("annotations");
            writer.WriteString("k8s.io/initial-events-end", "true");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (format.As == ResponseKind.Table)
        {
            writer.WriteNull("columnDefinitions");
            writer.WriteNull("rows");
        }

        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, ApiException refused)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "ERROR");
        writer.WritePropertyName("object");
        refused.ToStatus().WriteTo(writer);
        writer.WriteEndObject();
    }
}
