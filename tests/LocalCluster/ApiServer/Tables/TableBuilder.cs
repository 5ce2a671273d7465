using System.Text.Json;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Tables;

/// <summary>What a table says besides its rows.</summary>
/// <param name="ResourceVersion">Revision of the list.</param>
/// <param name="Continue">Token of the next page, or null.</param>
/// <param name="Remaining">Objects after this page, or null.</param>
/// <param name="Version">Version of the Table kind.</param>
/// <param name="HasColumns">False in every event of a watch but the first.</param>
internal sealed record TableHeader(string ResourceVersion, string? Continue, int? Remaining, string Version, bool HasColumns);

/// <summary>Writes objects as the table that kubectl prints.</summary>
internal sealed class TableBuilder(ColumnCatalog catalog, TimeProvider clock)
{
    public void Write(Utf8JsonWriter writer, ObjectRequest request, IEnumerable<StoredObject> items, TableHeader header)
    {
        var columns = catalog.Of(request.Type);
        writer.WriteStartObject();
        writer.WriteString("kind", "Table");
        writer.WriteString("apiVersion", $"meta.k8s.io/{header.Version}");
        writer.WriteStartObject("metadata");
        writer.WriteString("resourceVersion", header.ResourceVersion);
        if (header.Continue is not null) writer.WriteString("continue", header.Continue);
        if (header.Remaining is { } remaining) writer.WriteNumber("remainingItemCount", remaining);
        writer.WriteEndObject();
        WriteColumns(writer, columns, header.HasColumns);
        writer.WriteStartArray("rows");
        foreach (var stored in items) WriteRow(writer, request, columns, stored);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteColumns(Utf8JsonWriter writer, IReadOnlyList<Column> columns, bool wanted)
    {
        if (!wanted)
        {
            writer.WriteNull("columnDefinitions");
            return;
        }

        writer.WriteStartArray("columnDefinitions");
        foreach (var column in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteString("type", column.Type);
            writer.WriteString("format", column.Format);
            writer.WriteString("description", column.Description);
            writer.WriteNumber("priority", column.Priority);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteRow(Utf8JsonWriter writer, ObjectRequest request, IReadOnlyList<Column> columns, StoredObject stored)
    {
        var (element, now) = (stored.Root, clock.GetUtcNow());
        writer.WriteStartObject();
        writer.WriteStartArray("cells");
        foreach (var column in columns)
        {
            if (column.Read(element, now) is { } cell) cell.WriteTo(writer);
            else writer.WriteNullValue();
        }

        writer.WriteEndArray();
        switch (request.Options.IncludeObject)
        {
            case "Object":
                writer.WritePropertyName("object");
                ObjectForm.Write(writer, request.Type, stored);
                break;
            case "Metadata":
                writer.WritePropertyName("object");
                MetadataForm.Write(writer, stored, "v1");
                break;
        }

        writer.WriteEndObject();
    }
}
