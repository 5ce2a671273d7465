using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;

namespace InferOps.LocalCluster.Schema.Validation;

/// <summary>Gathers what is wrong with an object, worded as the API server words it.</summary>
internal sealed class Causes
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<StatusCause> found = [];

    public IReadOnlyList<StatusCause> Found => found;

    /// <summary>Whether something is so wrong that rules over the whole make no sense.</summary>
    public bool Blocking { get; private set; }

    public void Required(string path, string detail = "") => Add("FieldValueRequired", path, detail.Length == 0 ? "Required value" : $"Required value: {detail}", blocking: true);

    public void Invalid(string path, JsonNode? value, string detail) => Add("FieldValueInvalid", path, $"Invalid value: {Text(value)}: {detail}");

    public void WrongType(string path, JsonNode? value, string type) =>
        Add("FieldValueTypeInvalid", path, $"Invalid value: \"{TypeName(value)}\": {path} in body must be of type {type}: \"{TypeName(value)}\"", blocking: true);

    public void NotSupported(string path, JsonNode? value, IEnumerable<JsonNode> supported) =>
        Add("FieldValueNotSupported", path, $"Unsupported value: {Text(value)}: supported values: {string.Join(", ", supported.Select(Text).Order(StringComparer.Ordinal))}");

    public void Duplicate(string path, JsonNode? value) => Add("FieldValueDuplicate", path, $"Duplicate value: {Text(value)}");

    public void Forbidden(string path, string detail) => Add("FieldValueForbidden", path, $"Forbidden: {detail}");

    public void NotFound(string path, JsonNode? value) => Add("FieldValueNotFound", path, $"Not found: {Text(value)}");

    public void TooLong(string path, long most) => Add("FieldValueTooLong", path, $"Too long: may not be more than {most} bytes", blocking: true);

    public void TooMany(string path, long count, long most) => Add("FieldValueTooMany", path, $"Too many: {count}: must have at most {most} items", blocking: true);

    public void Rule(string reason, string path, JsonNode? value, string message) => Add(reason, path, reason switch
    {
        "FieldValueForbidden" => $"Forbidden: {message}",
        "FieldValueRequired" => $"Required value: {message}",
        "FieldValueDuplicate" => $"Duplicate value: \"{TypeName(value)}\"",
        _ => $"Invalid value: \"{TypeName(value)}\": {message}",
    });

    /// <summary>The name of a value's type in a schema.</summary>
    public static string TypeName(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => Numbers.IsInteger(value) ? "integer" : "number",
        _ => "boolean",
    };

    private static string Text(JsonNode? value) => value?.ToJsonString(Plain) ?? "null";

    private void Add(string reason, string path, string message, bool blocking = false)
    {
        Blocking |= blocking;
        found.Add(new StatusCause(reason, message, path));
    }
}
