using System.Text.Json;
using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Core.Grammars.Schemas;

namespace InferOps.Runtime.Core.Tests.Grammars;

public sealed class MemberTests
{
    private const string Schema = """
        {"properties":{"text":{"type":"string"},"short":{"type":"string","maxLength":2},"like":{"type":"string","pattern":"^a+\"$"},"one":{"enum":["a\"b","c"]},"number":{"$ref":"#/$defs/n"},
         "perhaps":{"anyOf":[{"type":"string"},{"type":"null"}]},"any":{},"mixed":{"enum":["x",1]}},"required":["text","any"],"additionalProperties":false,"$defs":{"n":{"type":"integer","minimum":1,"maximum":3}}}
        """;

    [Fact]
    public void Strings_stand_as_they_are_and_everything_else_is_JSON()
    {
        var builder = new GrammarBuilder();
        var members = builder.AddMembers("m", Parse(Schema));
        Assert.True(members.AreAll);
        Assert.Equal(["text", "any"], members.Named.Where(member => member.IsRequired).Select(member => member.Name));
        Assert.Equal(
            ["Text", "Text", "Text", "Text", "Json", "Either", "Either", "Either"],
            members.Named.Select(member => member.Form.ToString()));
        Assert.Equal(["text", "perhaps", "any"], members.Named.Where(member => member.Rule is null).Select(member => member.Name));

        builder.Add("root", string.Join(" | ", members.Named.Select(member => member.Rule).OfType<string>()));
        var rules = builder.Build().Gbnf;
        Assert.Contains("\"a\\\"b\" | \"c\"", rules, StringComparison.Ordinal);
        Assert.Contains("\"a\"+ \"\\\"\"", rules, StringComparison.Ordinal);
        Assert.Contains("{0,2}", rules, StringComparison.Ordinal);
        Assert.Contains("\"x\" | \"1\"", rules, StringComparison.Ordinal);
    }

    [Fact]
    public void The_forms_of_members_are_known_as_far_as_their_schemas_are_understood()
    {
        var forms = GrammarBuilder.MemberForms(Parse("""{"properties":{"a":{"type":"string","not":{}},"b":{"type":"string"},"c":{"type":"array"}}}"""));
        Assert.Equal([("a", MemberForm.Either), ("b", MemberForm.Text), ("c", MemberForm.Json)], forms.Select(form => (form.Key, form.Value)));
        Assert.Empty(GrammarBuilder.MemberForms(Parse("""{"anyOf":[{"properties":{}},{"required":["x"]}]}""")));
    }

    [Theory]
    [InlineData("""{"anyOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}""")]
    [InlineData("""{"properties":{"a":{}},"minProperties":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string","minLength":3,"maxLength":2}}}""")]
    [InlineData("""{"properties":{"a":{"type":"string","pattern":"^(?=a)b$"}}}""")]
    public void What_cannot_be_enforced_one_by_one_is_refused(string schema) =>
        Assert.Throws<SchemaException>(() => new GrammarBuilder().AddMembers("m", Parse(schema)));

    private static JsonElement Parse(string schema) => JsonSerializer.Deserialize<JsonElement>(schema);
}
