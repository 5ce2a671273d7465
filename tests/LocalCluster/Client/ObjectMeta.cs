using System.Text.Json.Nodes;

namespace InferOps.LocalCluster.Client;

/// <summary>The metadata every Kubernetes object has.</summary>
public static class ObjectMeta
{
    extension(JsonObject obj)
    {
        public string Name => obj.Text("metadata", "name") ?? throw new FormatException("An object without metadata.name.");

        /// <summary>Null for a cluster-scoped object.</summary>
        public string? Namespace => obj.Text("metadata", "namespace");

        /// <summary><c>namespace/name</c>, or <c>name</c> for a cluster-scoped object.</summary>
        public string Key => obj.Namespace is { } ns ? $"{ns}/{obj.Name}" : obj.Name;

        public string Uid => obj.Text("metadata", "uid") ?? "";

        public string? ResourceVersion => obj.Text("metadata", "resourceVersion");

        public long Generation => obj.Whole("metadata", "generation") ?? 0;

        public IReadOnlyDictionary<string, string> Labels => obj.Map("metadata", "labels");

        public IReadOnlyDictionary<string, string> Annotations => obj.Map("metadata", "annotations");

        public bool IsDeleting => obj.Text("metadata", "deletionTimestamp") is not null;

        public DateTimeOffset Created => KubeTime.Parse(obj.Text("metadata", "creationTimestamp")) ?? DateTimeOffset.MinValue;

        /// <summary>The owner reference marked as the controller, if there is one.</summary>
        public JsonObject? ControllerReference => obj.Objects("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller"));

        public bool HasFinalizer(string finalizer) => obj.Texts("metadata", "finalizers").Contains(finalizer);

        /// <summary>The condition of <c>status.conditions</c> with this type, or null.</summary>
        public JsonObject? Condition(string type) => obj.Objects("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type);

        public bool IsConditionTrue(string type) => obj.Condition(type)?.Text("status") == "True";
    }

    /// <summary>Splits a key into namespace (null when cluster-scoped) and name.</summary>
    public static (string? Namespace, string Name) SplitKey(string key) =>
        key.IndexOf('/') is >= 0 and var slash ? (key[..slash], key[(slash + 1)..]) : (null, key);
}
