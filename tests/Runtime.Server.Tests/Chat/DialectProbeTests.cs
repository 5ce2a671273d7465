using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Chat.Templates;
using InferOps.TestKit;

namespace InferOps.Runtime.Server.Tests.Chat;

public sealed class DialectProbeTests
{
    [Theory]
    [InlineData("hermes", "system tools calls")]
    [InlineData("llama3", "system tools calls")]
    [InlineData("mistral", "system tools calls")]
    [InlineData("gemma", "")]
    [InlineData("deepseek", "system calls text null")]
    public void What_a_template_understands_is_found_out(string shape, string understood)
    {
        var source = File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "tests/Runtime.Server.Tests/Chat/Shapes", shape + ".jinja"));
        Assert.Equal(understood, Describe(Probe(source)));
    }

    [Fact]
    public void Content_in_parts_is_given_where_it_is_wanted() =>
        Assert.Equal("parts system", Describe(Probe("{% for message in messages %}{% for part in message.content %}{{ part.text }}{% endfor %}{% endfor %}")));

    private static TemplateDialect Probe(string source) =>
        new DialectProbe(new ChatTemplate(source, TimeProvider.System), new ConversationWriter(new ControlTextGuard(new CharTokenizer("<s>", "</s>")))).Run();

    private static string Describe(TemplateDialect dialect)
    {
        IEnumerable<string?> words =
        [
            dialect.WantsParts ? "parts" : null, dialect.HasSystemRole ? "system" : null, dialect.ShowsTools ? "tools" : null,
            dialect.ExampleOfCall is null ? null : "calls", dialect.WantsArgumentsAsText ? "text" : null, dialect.WantsNullContent ? "null" : null,
        ];
        return string.Join(' ', words.Where(word => word is not null));
    }
}
