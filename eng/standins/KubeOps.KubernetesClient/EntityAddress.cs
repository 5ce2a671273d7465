using System.Collections.Concurrent;
using System.Reflection;
using k8s.Models;

namespace KubeOps.KubernetesClient;

/// <summary>Where the API server keeps objects of a type.</summary>
internal sealed record EntityAddress(string ApiVersion, string Kind, string Plural)
{
    private static readonly ConcurrentDictionary<Type, EntityAddress> Known = new();

    /// <exception cref="ArgumentException">The type has no KubernetesEntity attribute.</exception>
    public static EntityAddress Of<TEntity>() => Known.GetOrAdd(typeof(TEntity), Read);

    /// <returns>The path of a collection; a null namespace means all, or a type that has none.</returns>
    public string Collection(string? namespaceName)
    {
        var root = ApiVersion.Contains('/', StringComparison.Ordinal) ? "apis" : "api";
        return string.IsNullOrEmpty(namespaceName) ? $"{root}/{ApiVersion}/{Plural}" : $"{root}/{ApiVersion}/namespaces/{namespaceName}/{Plural}";
    }

    public string Item(string name, string? namespaceName) => $"{Collection(namespaceName)}/{Uri.EscapeDataString(name)}";

    private static EntityAddress Read(Type type)
    {
        var entity = type.GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new ArgumentException($"{type} has no KubernetesEntity attribute, so nobody knows where its objects are.");
        var apiVersion = string.IsNullOrEmpty(entity.Group) ? entity.ApiVersion : $"{entity.Group}/{entity.ApiVersion}";
        var plural = string.IsNullOrEmpty(entity.PluralName) ? $"{entity.Kind}s" : entity.PluralName;
        return new EntityAddress(apiVersion, entity.Kind, plural.ToLowerInvariant());
    }
}
