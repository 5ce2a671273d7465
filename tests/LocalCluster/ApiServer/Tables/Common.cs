using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables;

/// <summary>Columns that many types share.</summary>
internal static class Common
{
    public static Column Name { get; } = Column.Text("Name", element => element.Text("metadata", "name")) with
    {
        Format = "name",
        Description = "Name must be unique within a namespace.",
    };

    public static Column Age { get; } =
        new("Age", "string", (element, now) => JsonValue.Create(Tables.Age.Since(element.Time("metadata", "creationTimestamp"), now)))
        {
            Description = "Time since the object was created.",
        };
}
