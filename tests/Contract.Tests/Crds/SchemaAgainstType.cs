using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.Operator.Core.Services;

namespace InferOps.Contract.Tests.Crds;

/// <summary>Compares a schema with the C# type that is read from it, and lists what differs.</summary>
internal static class SchemaAgainstType
{
    public static IEnumerable<string> Differences(string path, JsonObject schema, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return Enums(path, schema, type);
        if (ScalarSchema(type) is { } fits) return fits(schema) ? [] : [$"{path}: {type.Name} does not fit {schema["type"]} {schema["format"]}"];
        if (ValueOf(type, typeof(IReadOnlyDictionary<,>), 1) is { } value)
            return schema["additionalProperties"] is JsonObject values ? Differences($"{path}.*", values, value) : [$"{path}: a map needs additionalProperties"];
        if (ValueOf(type, typeof(IReadOnlyList<>), 0) is { } item)
            return schema["items"] is JsonObject items ? Differences($"{path}[]", items, item) : [$"{path}: a list needs items"];
        return Properties(path, schema, type);
    }

    private static IEnumerable<string> Properties(string path, JsonObject schema, Type type)
    {
        if (schema["properties"] is not JsonObject properties) return [$"{path}: {type.Name} needs properties"];
        var members = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.CanWrite)
            .ToDictionary(member => JsonNamingPolicy.CamelCase.ConvertName(member.Name), StringComparer.Ordinal);
        return
        [
            .. members.Keys.Except(properties.Select(property => property.Key)).Select(name => $"{path}.{name}: missing in the schema"),
            .. properties.Select(property => property.Key).Except(members.Keys).Select(name => $"{path}.{name}: missing in {type.Name}"),
            .. properties.Where(property => members.ContainsKey(property.Key))
                .SelectMany(property => Differences($"{path}.{property.Key}", property.Value!.AsObject(), members[property.Key].PropertyType)),
        ];
    }

    private static IEnumerable<string> Enums(string path, JsonObject schema, Type type)
    {
        var values = schema["enum"]?.AsArray().Select(value => value!.GetValue<string>()).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();
        return values.SequenceEqual(Enum.GetNames(type).Order(StringComparer.Ordinal)) ? [] : [$"{path}: enum differs from {type.Name}"];
    }

    private static Func<JsonObject, bool>? ScalarSchema(Type type) =>
        type == typeof(string) || type == typeof(Amount) || type == typeof(Duration) ? schema => Is(schema, "string")
        : type == typeof(Quantity) ? schema => schema["x-kubernetes-int-or-string"]?.GetValue<bool>() == true
        : type == typeof(JsonObject) ? schema => Is(schema, "object") && schema["x-kubernetes-preserve-unknown-fields"]?.GetValue<bool>() == true
        : type == typeof(bool) ? schema => Is(schema, "boolean")
        : type == typeof(int) ? schema => Is(schema, "integer", "int32")
        : type == typeof(long) ? schema => Is(schema, "integer", "int64")
        : type == typeof(DateTimeOffset) ? schema => Is(schema, "string", "date-time")
        : null;

    private static bool Is(JsonObject schema, string type, string? format = null) =>
        schema["type"]?.GetValue<string>() == type && (format is null || schema["format"]?.GetValue<string>() == format);

    private static Type? ValueOf(Type type, Type generic, int argument) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[argument] : null;
}
