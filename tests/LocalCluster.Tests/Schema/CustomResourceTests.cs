using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api;
using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Tests.Schema;

/// <summary>What a custom resource's schema does to its objects.</summary>
public sealed class CustomResourceTests
{
    public static TheoryData<string, string, string, string> Defaulted => new()
    {
        { "a default fills in what is absent", """{"a":{"type":"integer","default":3}}""", "{}", """{"a":3}""" },
        { "a default does not replace a value", """{"a":{"type":"integer","default":3}}""", """{"a":1}""", """{"a":1}""" },
        { "a null that means nothing gives way to the default", """{"a":{"type":"integer","default":3}}""", """{"a":null}""", """{"a":3}""" },
        { "a null that is allowed stays", """{"a":{"type":"integer","default":3,"nullable":true}}""", """{"a":null}""", """{"a":null}""" },
        { "a default object brings its own defaults", """{"o":{"type":"object","default":{},"properties":{"x":{"type":"string","default":"y"}}}}""", "{}", """{"o":{"x":"y"}}""" },
        { "no default is made inside an absent object", """{"o":{"type":"object","properties":{"x":{"type":"string","default":"y"}}}}""", "{}", "{}" },
        { "items of lists are defaulted", """{"l":{"type":"array","items":{"type":"object","properties":{"x":{"type":"string","default":"y"}}}}}""", """{"l":[{}]}""", """{"l":[{"x":"y"}]}""" },
        { "an unknown field is pruned", """{"a":{"type":"integer"}}""", """{"a":1,"b":2}""", """{"a":1}""" },
        { "unknown fields stay where they are to be preserved", """{"f":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}""", """{"f":{"b":{"c":2}}}""", """{"f":{"b":{"c":2}}}""" },
        { "keys of a map are all known", """{"m":{"type":"object","additionalProperties":{"type":"string"}}}""", """{"m":{"x":"1"}}""", """{"m":{"x":"1"}}""" },
        { "int-or-string takes both", """{"m":{"type":"object","additionalProperties":{"x-kubernetes-int-or-string":true}}}""", """{"m":{"x":"10%","y":1}}""", """{"m":{"x":"10%","y":1}}""" },
    };

    [Theory, MemberData(nameof(Defaulted))]
    public void A_schema_makes(string sentence, string fields, string sent, string stored)
    {
        var result = Widgets.Prepare(Spec(fields), sent)["spec"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(stored), result), $"{sentence}: {result.ToJsonString()}");
    }

    public static TheoryData<string, string, string, string> Refused => new()
    {
        { "a wrong type", """{"a":{"type":"integer"}}""", """{"a":"x"}""", """spec.a: Invalid value: "string": spec.a in body must be of type integer: "string" """ },
        { "a missing field", """{"o":{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}}}""", """{"o":{}}""", "spec.o.a: Required value" },
        { "a value outside the enum", """{"a":{"type":"string","enum":["X","Y"]}}""", """{"a":"Z"}""", """spec.a: Unsupported value: "Z": supported values: "X", "Y" """ },
        { "a value that does not match", """{"a":{"type":"string","pattern":"^a+$"}}""", """{"a":"b"}""", """spec.a: Invalid value: "b": spec.a in body should match '^a+$'""" },
        { "a number too small", """{"a":{"type":"integer","minimum":1}}""", """{"a":0}""", "spec.a: Invalid value: 0: spec.a in body should be greater than or equal to 1" },
        { "a number too large", """{"a":{"type":"number","maximum":1}}""", """{"a":1.5}""", "spec.a: Invalid value: 1.5: spec.a in body should be less than or equal to 1" },
        { "a text too short", """{"a":{"type":"string","minLength":1}}""", """{"a":""}""", """spec.a: Invalid value: "": spec.a in body should be at least 1 chars long""" },
        { "a text too long", """{"a":{"type":"string","maxLength":2}}""", """{"a":"abc"}""", "spec.a: Too long: may not be more than 2 bytes" },
        { "too few items", """{"a":{"type":"array","minItems":1,"items":{"type":"string"}}}""", """{"a":[]}""", "spec.a: Invalid value: 0: spec.a in body should have at least 1 items" },
        { "too many items", """{"a":{"type":"array","maxItems":1,"items":{"type":"string"}}}""", """{"a":["x","y"]}""", "spec.a: Too many: 2: must have at most 1 items" },
        { "a set with twins", """{"a":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}}""", """{"a":["x","x"]}""", """spec.a[1]: Duplicate value: "x" """ },
        {
            "a map with twins",
            """{"a":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["n"],"items":{"type":"object","required":["n"],"properties":{"n":{"type":"string"}}}}}""",
            """{"a":[{"n":"x"},{"n":"x"}]}""", """spec.a[1]: Duplicate value: {"n":"x"}"""
        },
        { "a date that is none", """{"a":{"type":"string","format":"date-time"}}""", """{"a":"today"}""", """spec.a: Invalid value: "today": spec.a in body must be of type date-time: "today" """ },
        { "an int32 that does not fit", """{"a":{"type":"integer","format":"int32"}}""", """{"a":3000000000}""", """spec.a: Invalid value: 3000000000: spec.a in body must be of type int32: "3000000000" """ },
        { "a null where there must be a value", """{"a":{"type":"string"}}""", """{"a":null}""", """spec.a: Invalid value: "null": spec.a in body must be of type string: "null" """ },
        {
            "none of the alternatives", """{"o":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"oneOf":[{"required":["a"]},{"required":["b"]}]}}""",
            """{"o":{}}""", """spec.o: Invalid value: "": "spec.o" must validate one and only one schema (oneOf). Found none valid"""
        },
    };

    [Theory, MemberData(nameof(Refused))]
    public void A_schema_refuses(string sentence, string fields, string sent, string message)
    {
        var error = Assert.Throws<ApiException>(() => Widgets.Prepare(Spec(fields), sent));
        Assert.True(error.Code == 422, sentence);
        Assert.Equal($"Widget.example.dev \"w\" is invalid: {message.TrimEnd()}", error.Message);
    }

    public static TheoryData<string, string, string> NotStructural => new()
    {
        { "a field without a type", """{"type":"object","properties":{"a":{}}}""", "properties[a].type: Required value: must not be empty for specified object fields" },
        { "an unknown type", """{"type":"object","properties":{"a":{"type":"text"}}}""", "Unsupported value: \"text\"" },
        { "a list without items", """{"type":"object","properties":{"a":{"type":"array"}}}""", "items: Required value: must be specified" },
        { "a type within an alternative", """{"type":"object","anyOf":[{"type":"object"}]}""", "anyOf[0].type: Forbidden: must be empty to be structural" },
        { "a default that is not valid", """{"type":"object","properties":{"a":{"type":"integer","default":"x"}}}""", "properties[a].default" },
        { "a list-map without keys", """{"type":"object","properties":{"a":{"type":"array","x-kubernetes-list-type":"map","items":{"type":"object"}}}}""", "x-kubernetes-list-map-keys: Required value" },
        { "a pattern that is no expression", """{"type":"object","properties":{"a":{"type":"string","pattern":"("}}}""", "must be a valid regular expression" },
        { "a rule that does not parse", """{"type":"object","x-kubernetes-validations":[{"rule":"self.a =="}]}""", "compilation failed: ERROR: <input>: Syntax error" },
        { "a rule over a field that does not exist", """{"type":"object","properties":{"a":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"self.b > 0"}]}""", "undefined field 'b'" },
        { "a rule with an unknown function", """{"type":"object","x-kubernetes-validations":[{"rule":"frobnicate(self)"}]}""", "undeclared reference to 'frobnicate'" },
    };

    [Theory, MemberData(nameof(NotStructural))]
    public void A_definition_is_refused_for(string sentence, string spec, string message)
    {
        var error = Assert.Throws<ApiException>(() => Widgets.Define(spec));
        Assert.True(error.Code == 422 && error.Message.Contains(message, StringComparison.Ordinal), $"{sentence}: {error.Message}");
    }

    [Fact]
    public void An_unknown_field_is_a_warning_or_with_strict_validation_an_error()
    {
        var catalog = Widgets.Catalog(Spec("""{"a":{"type":"integer"}}"""));
        catalog.Prepare(Widgets.Type, Widgets.Widget("""{"b":1}"""), FieldValidation.Warn, out var warnings);
        Assert.Equal(["unknown field \"spec.b\""], warnings);

        var error = Assert.Throws<ApiException>(() => catalog.Prepare(Widgets.Type, Widgets.Widget("""{"b":1}"""), FieldValidation.Strict, out _));
        Assert.Equal((400, "Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field \"spec.b\""), (error.Code, error.Message));
    }

    private static string Spec(string fields) => $$"""{"type":"object","properties":{{fields}} }""";
}
