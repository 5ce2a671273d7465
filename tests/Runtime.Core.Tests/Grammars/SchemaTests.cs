using System.Text.Json;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Core.Grammars.Schemas;
using InferOps.TestKit;

namespace InferOps.Runtime.Core.Tests.Grammars;

public sealed class SchemaTests
{
    private const string Folder = "tests/Runtime.Core.Tests/Grammars/cases";

    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(Path.Combine(Golden.RepositoryRoot, Folder), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_schema_becomes_the_grammar_beside_it(string name)
    {
        var schema = File.ReadAllText(Path.Combine(Golden.RepositoryRoot, Folder, name + ".json"));
        Assert.Null(Golden.Compare($"{Folder}/{name}.gbnf", JsonGrammars.Of(Parse(schema)).Gbnf));
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "a keyword that no grammar can express", """{"type":"array","uniqueItems":true}""", "#/uniqueItems" },
        { "a keyword within", """{"properties":{"a/b":{"patternProperties":{}}}}""", "#/properties/a~1b/patternProperties" },
        { "an unknown keyword, which may be a slip", """{"type":"string","maxlength":3}""", "#/maxlength" },
        { "a condition", """{"if":{"type":"string"},"then":{"minLength":1}}""", "#/if" },
        { "a negation", """{"not":{"type":"null"}}""", "#/not" },
        { "a reference to elsewhere", """{"$ref":"https://example.com/schema"}""", "#/$ref" },
        { "a reference to nothing", """{"$ref":"#/$defs/x"}""", "#/$ref" },
        { "an unknown type", """{"type":"text"}""", "#/type" },
        { "an unknown format", """{"type":"string","format":"phone"}""", "#/format" },
        { "a look-ahead", """{"type":"string","pattern":"^(?=a)b$"}""", "#/pattern" },
        { "a back reference", """{"type":"string","pattern":"^(a)\\1$"}""", "#/pattern" },
        { "a pattern and a length that cannot be merged", """{"type":"string","pattern":"^a+b+$","maxLength":9}""", "#/pattern" },
        { "a multiple", """{"type":"integer","multipleOf":7}""", "#/multipleOf" },
        { "a bound that is none", """{"type":"integer","exclusiveMinimum":true}""", "#/exclusiveMinimum" },
        { "alternatives that overlap", """{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "#/oneOf" },
        { "alternatives of objects that overlap", """{"oneOf":[{"type":"object","properties":{"a":{}}},{"type":"object","properties":{"b":{}}}]}""", "#/oneOf" },
        { "an older tuple", """{"type":"array","items":[{"type":"string"}]}""", "#/items" },
        { "a length out of all proportion", """{"type":"string","maxLength":1000000}""", "#/maxLength" },
        { "optional properties by number", """{"properties":{"a":{},"b":{}},"minProperties":1}""", "#/minProperties" },
        { "no schema at all", """{"properties":{"a":[]}}""", "#/properties/a" },
        { "a contradiction", """{"allOf":[{"type":"string"},{"type":"null"}]}""", "#" },
        { "a schema that is only itself", """{"$ref":"#"}""", "#" },
        { "bounds the wrong way round", """{"type":"integer","minimum":2,"maximum":1}""", "#" },
        { "a required property that cannot be", """{"type":"object","properties":{"a":false},"required":["a"]}""", "#" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_enforced_is_refused_by_its_path(string what, string schema, string path)
    {
        var refusal = Assert.Throws<SchemaException>(() => JsonGrammars.Of(Parse(schema)));
        Assert.True(path == refusal.Path, $"{what}: {refusal.Message}");
    }

    [Fact]
    public void A_document_that_could_never_end_is_refused() =>
        Assert.Throws<FormatException>(() => JsonGrammars.Of(Parse("""{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""")));

    [Fact]
    public void A_schema_that_multiplies_is_refused_before_it_has_grown()
    {
        var choice = """{"anyOf":[{"properties":{"a":{}}},{"properties":{"b":{}}},{"properties":{"c":{}}},{"properties":{"d":{}}}]}""";
        Assert.Throws<SchemaException>(() => JsonGrammars.Of(Parse($$"""{"allOf":[{{string.Join(',', Enumerable.Repeat(choice, 12))}}]}""")));
    }

    [Fact]
    public void A_repetition_of_repetitions_is_refused_by_its_size() =>
        Assert.Throws<FormatException>(() => JsonGrammars.Of(Parse("""{"type":"array","maxItems":60000,"items":{"type":"string","pattern":"^(abcdefghij){1,500}$"}}""").Clone()));

    [Fact]
    public void Schemas_of_several_tools_make_one_grammar()
    {
        var builder = new GrammarBuilder();
        var first = builder.AddSchema("weather", Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}"""));
        var second = builder.AddSchema("clock", Parse("""{"type":"object"}"""));
        builder.Add("root", $"\"<call>\" ({first} | {second}) \"</call>\"");
        Assert.StartsWith("root ::= \"<call>\" (weather | clock) \"</call>\"\nweather ::= \"{\" ws", builder.Build().Gbnf);
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
