using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.CustomResources;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Tables;

/// <summary>Which columns each type has: built in, or by its CustomResourceDefinition.</summary>
internal sealed class ColumnCatalog(ObjectStore store)
{
    private static readonly IReadOnlyList<Column> Default =
    [
        Common.Name, new Column("Created At", "date", (element, _) => element.Text("metadata", "creationTimestamp")),
    ];

    public IReadOnlyList<Column> Of(ResourceType type) => Default;

    private int Count => store.Current.Of(CrdTypes.Resource).Count;
}
