using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Patching;

/// <summary>Who owns fields, and by which way of writing. Two writes with equal identities share one entry.</summary>
internal sealed record ManagerIdentity(string Manager, string Operation, string ApiVersion, string? Subresource)
{
    public const string Apply = "Apply";
    public const string Update = "Update";
}

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
internal sealed record ManagerEntry(ManagerIdentity Identity, FieldSet Fields, DateTimeOffset? Time)
{
    /// <summary>As messages about conflicts name it.</summary>
    public string Describe()
    {
        var text = JsonSerializer.Serialize(Identity.Manager);
        if (Identity.Subresource is not null) text += $" with subresource \"{Identity.Subresource}\"";
        if (Identity.Operation != ManagerIdentity.Update) return text;
        text += $" using {Identity.ApiVersion}";
        return Time is { } time ? $"{text} at {ApiTime.Seconds(time)}" : text;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["apiVersion"] = Identity.ApiVersion,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.ToJson(),
            ["manager"] = Identity.Manager,
            ["operation"] = Identity.Operation,
        };
        if (Identity.Subresource is not null) json["subresource"] = Identity.Subresource;
        if (Time is { } time) json["time"] = ApiTime.Seconds(time);
        return json;
    }

    /// <summary>Null when this is not an entry anyone could have written.</summary>
    public static ManagerEntry? Parse(JsonNode? json)
    {
        if (json.Text("operation") is not (ManagerIdentity.Apply or ManagerIdentity.Update) || json.Text("fieldsType") is not (null or "FieldsV1")) return null;
        var subresource = json.Text("subresource");
        var identity = new ManagerIdentity(json.Text("manager") ?? "", json.Text("operation")!, json.Text("apiVersion") ?? "", string.IsNullOrEmpty(subresource) ? null : subresource);
        var fields = json.At("fieldsV1") is JsonObject set ? FieldSet.Parse(set) : FieldSet.Empty;
        return new ManagerEntry(identity, fields, DateTimeOffset.TryParse(json.Text("time"), out var time) ? time : null);
    }
}
