using System.Text.Json.Nodes;

namespace InferOps.Runtime.Host.Tests.Structured;

/// <summary>Random JSON schemas of the kinds people write, small enough for a babbling model to come to an end. The same seed makes the same schema.</summary>
internal sealed class RandomSchema
{
    private static readonly string[] Formats = ["date", "time", "date-time", "uuid", "ipv4", "email", "hostname", "duration", "uri"];
    private static readonly string[] Patterns = ["^[A-Z]{2,4}$", "^\\d{3}-\\d{4}$", "^(red|green|blue)$", "x", "^[^a-z]{1,5}$", "^a.b$", "^\\S{2,6}$", "(?:no|yes)$", "^\\w+@\\w+$", "^.{0,8}$"];
    private static readonly string[] Names = ["id", "name", "in", "größe", "a b", "say \"hi\"", "value", "items", "x/y", "idx"];

    private readonly Random _random;
    private readonly JsonObject _definitions = [];

    private RandomSchema(int seed) => _random = new Random(seed);

    public static JsonNode Make(int seed)
    {
        var maker = new RandomSchema(seed);
        var schema = maker.Schema(0);
        if (maker._definitions.Count > 0) schema["$defs"] = maker._definitions;
        return schema;
    }

    private JsonObject Schema(int depth) => _random.Next(depth >= 3 ? 7 : 13) switch
    {
        0 => Text(),
        1 => Integer(),
        2 => Number(),
        3 => new JsonObject { ["type"] = "boolean" },
        4 => Values(),
        5 => new JsonObject { ["type"] = new JsonArray("string", "null"), ["maxLength"] = 6 },
        6 => new JsonObject { ["const"] = _random.Next(3) switch { 0 => "fixed ✓", 1 => 42, _ => new JsonArray(1, "two") } },
        7 => List(depth),
        8 => new JsonObject { ["anyOf"] = new JsonArray(Schema(depth + 1), Schema(depth + 1)) },
        9 => OneOf(depth),
        10 => AllOf(depth),
        11 => Recursive(depth),
        _ => Object(depth),
    };

    private JsonObject Text() => _random.Next(4) switch
    {
        0 => new JsonObject { ["type"] = "string", ["format"] = Pick(Formats) },
        1 => new JsonObject { ["type"] = "string", ["pattern"] = Pick(Patterns) },
        2 => new JsonObject { ["type"] = "string", ["minLength"] = _random.Next(4), ["maxLength"] = 3 + _random.Next(9) },
        _ => new JsonObject { ["type"] = "string", ["description"] = "anything" },
    };

    private JsonObject Integer()
    {
        var schema = new JsonObject { ["type"] = "integer" };
        var low = _random.Next(-2000, 2000);
        if (_random.Next(2) == 0) schema[_random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = low;
        if (_random.Next(2) == 0) schema[_random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = low + 2 + _random.Next(5000);
        return schema;
    }

    private JsonObject Number()
    {
        var schema = new JsonObject { ["type"] = "number" };
        var low = _random.Next(-300, 300) / 100m;
        if (_random.Next(2) == 0) schema[_random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = low;
        if (_random.Next(2) == 0) schema[_random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = low + 0.01m + (_random.Next(300) / 100m);
        return schema;
    }

    private JsonObject Values() => new() { ["enum"] = new JsonArray(Pick(Names), _random.Next(10), null, Pick(Names) + "!", true, 1.5m) };

    private JsonObject List(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["maxItems"] = 1 + _random.Next(3) };
        if (_random.Next(3) == 0) schema["prefixItems"] = new JsonArray(Schema(depth + 1), Schema(depth + 2));
        if (_random.Next(4) > 0) schema["items"] = Schema(depth + 1);
        else if (schema.ContainsKey("prefixItems")) schema["items"] = false;
        else schema["items"] = new JsonObject { ["type"] = "null" };
        if (_random.Next(2) == 0) schema["minItems"] = 1;
        return schema;
    }

    private JsonObject Object(int depth)
    {
        var properties = new JsonObject();
        foreach (var name in Names.OrderBy(_ => _random.Next()).Take(1 + _random.Next(4))) properties[name] = Schema(depth + 1);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = properties.Select(property => property.Key).Where(_ => _random.Next(3) > 0).ToList();
        if (required.Count > 0) schema["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
        if (_random.Next(3) > 0) schema["additionalProperties"] = _random.Next(4) == 0 ? new JsonObject { ["type"] = "integer" } : false;
        return schema;
    }

    private JsonObject OneOf(int depth)
    {
        JsonNode Case(string kind) => new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = kind }, ["with"] = Schema(depth + 2) },
            ["required"] = new JsonArray("kind", "with"),
        };

        return new JsonObject { ["oneOf"] = new JsonArray(Case("one"), Case("two"), new JsonObject { ["type"] = "null" }) };
    }

    private JsonObject AllOf(int depth) => new()
    {
        ["allOf"] = new JsonArray(
            new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["n"] = new JsonObject { ["type"] = "integer" }, ["more"] = Schema(depth + 1) }, ["required"] = new JsonArray("n") },
            new JsonObject { ["properties"] = new JsonObject { ["n"] = new JsonObject { ["minimum"] = 5, ["maximum"] = 77 } } }),
        ["additionalProperties"] = true,
    };

    private JsonObject Recursive(int depth)
    {
        var name = $"node{_definitions.Count}";
        _definitions[name] = null;
        _definitions[name] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["value"] = Schema(depth + 2),
                ["next"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/$defs/{name}" }, new JsonObject { ["type"] = "null" }) },
            },
            ["required"] = new JsonArray("value", "next"),
            ["additionalProperties"] = false,
        };
        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}
