using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Storage;

/// <summary>Where an object lies.</summary>
/// <param name="Resource"><see cref="ResourceType.GroupResource"/> of its type.</param>
/// <param name="Namespace">Empty for cluster-scoped objects.</param>
/// <param name="Name">Name within the namespace.</param>
internal sealed record ObjectKey(string Resource, string Namespace, string Name)
{
    /// <summary>Sort key within one resource: lists come in namespace, then name order.</summary>
    public string Path => $"{Namespace}/{Name}";

    public static ObjectKey Of(ResourceType type, string ns, string name) => new(type.StorageResource(), type.Namespaced ? ns : "", name);
}

/// <summary>One immutable version of an object. Readers share it freely; <see cref="Copy"/> gives a writer its own.</summary>
internal sealed class StoredObject
{
    public StoredObject(ObjectKey key, JsonElement root, long revision)
    {
        Key = key;
        Root = root;
        Revision = revision;
        Labels = root.Map("metadata", "labels");
    }

    public ObjectKey Key { get; }

    public JsonElement Root { get; }

    public long Revision { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public string Uid => Root.Text("metadata", "uid") ?? "";

    public bool IsDeleting => Root.At("metadata", "deletionTimestamp") is not null;

    public JsonObject Copy() => JsonObject.Create(Root)!;

    /// <summary>Freezes an object as version <paramref name="revision"/>, which it is stamped with.</summary>
    public static StoredObject Freeze(ObjectKey key, JsonObject content, long revision)
    {
        content.Metadata()["resourceVersion"] = revision.ToString();
        return new StoredObject(key, JsonSerializer.SerializeToElement(content), revision);
    }
}
