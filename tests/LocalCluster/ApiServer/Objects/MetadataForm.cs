using System.Text.Json;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>An object as <c>PartialObjectMetadata</c>.</summary>
internal static class MetadataForm
{
    public static void Write(Utf8JsonWriter writer, StoredObject stored, string version)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "PartialObjectMetadata");
        writer.WriteString("apiVersion", $"meta.k8s.io/{version}");
        writer.WritePropertyName("metadata");
        if (stored.Root.At("metadata") is { } metadata) metadata.WriteTo(writer);
        else writer.WriteNullValue();
        writer.WriteEndObject();
    }
}
