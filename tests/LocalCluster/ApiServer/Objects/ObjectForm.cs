using System.Text.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Objects;

/// <summary>Writes a stored object in the group and version it was asked for in.</summary>
internal static class ObjectForm
{
    public static void Write(Utf8JsonWriter writer, ResourceType type, StoredObject stored) => Write(writer, type, stored, true);

    /// <summary>Within a list of a built-in type the items do not repeat kind and version; custom resources always carry them.</summary>
    public static void WriteItem(Utf8JsonWriter writer, ResourceType type, StoredObject stored) => Write(writer, type, stored, type.IsCustom);

    public static JsonElement Read(ResourceType type, StoredObject stored) =>
        EventForms.IsForeign(type) ? JsonSerializer.SerializeToElement(EventForms.Out(type, stored.Copy())) : stored.Root;

    private static void Write(Utf8JsonWriter writer, ResourceType type, StoredObject stored, bool withType)
    {
        writer.WriteStartObject();
        if (withType)
        {
            writer.WriteString("kind", type.Kind);
            writer.WriteString("apiVersion", type.ApiVersion);
        }

        foreach (var member in Read(type, stored).EnumerateObject())
        {
            if (!member.NameEquals("kind") && !member.NameEquals("apiVersion")) member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
