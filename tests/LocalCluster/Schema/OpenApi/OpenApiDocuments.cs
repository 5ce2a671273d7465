using System.Text.Json.Nodes;
using System.Security.Cryptography;
using System.Text;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>The documents of one catalog. Each is made when it is first asked for.</summary>
internal sealed class OpenApiDocuments
{
    private readonly IReadOnlyList<(ResourceType Type, SchemaNode Schema)> types;
    private readonly Lazy<JsonObject> v2;
    private readonly Lazy<byte[]> v2Protobuf;
    private readonly Dictionary<string, Lazy<JsonObject>> v3;

    public OpenApiDocuments(IReadOnlyList<(ResourceType Type, SchemaNode Schema)> types)
    {
        this.types = types;
        v2 = new Lazy<JsonObject>(() => OpenApiV2.Document(types));
        v2Protobuf = new Lazy<byte[]>(() => GnosticEncoder.Encode(V2));
        v3 = types.GroupBy(entry => PathOf(entry.Type)).ToDictionary(
            group => group.Key, group => new Lazy<JsonObject>(() => OpenApi.OpenApiV3.Document([.. group])), StringComparer.Ordinal);
    }

    public JsonObject V2 => v2.Value;

    public byte[] V2Protobuf => v2Protobuf.Value;

    public JsonObject V3Index => new()
    {
        ["paths"] = new JsonObject(v3.Keys.Order(StringComparer.Ordinal).Select(path => KeyValuePair.Create<string, JsonNode?>(
            path, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Hash(path)}" }))),
    };

    public JsonObject? V3(string path) => v3.TryGetValue(path, out var document) ? document.Value : null;

    private static string PathOf(ResourceType type) => type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.ApiVersion}";

    /// <summary>Clients keep a document for as long as its hash is the same.</summary>
    private string Hash(string path)
    {
        var kinds = types.Where(entry => PathOf(entry.Type) == path).Select(entry => $"{entry.Type.Kind} {entry.Schema.GetHashCode()}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', kinds))));
    }
}
