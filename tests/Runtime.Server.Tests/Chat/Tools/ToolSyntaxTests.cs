using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Chat.Templates;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.TestKit;

namespace InferOps.Runtime.Server.Tests.Chat.Tools;

public sealed class ToolSyntaxTests
{
    [Theory]
    [InlineData("hermes", "<tool_call>", "arguments", true)]
    [InlineData("llama3", "", "parameters", false)]
    [InlineData("mistral", "[TOOL_CALLS]", "arguments", true)]
    public void The_syntax_of_calls_is_what_the_template_writes(string shape, string opening, string arguments, bool several)
    {
        var syntax = ToolSyntax.Of(Example(shape)!)!;
        Assert.Equal((opening, arguments, several), (syntax.Opening, syntax.ArgumentsName, syntax.AllowsSeveral));
    }

    [Theory]
    [InlineData("{{ call.function.name }}({{ call.function.arguments }})")]
    [InlineData("<tool_call>\n<function={{ call.function.name }}>\n{{ call.function.arguments | tojson }}</function>")]
    public void Another_syntax_is_not_mistaken_for_one_that_is_known(string call)
    {
        var template = "{% for m in messages %}{{ m.content }}{% for call in m.tool_calls or [] %}" + call + "{% endfor %}{% endfor %}{{ tools | tojson }}";
        Assert.Null(ToolSyntax.Of(Probe(template).ExampleOfCall!));
    }

    private static string? Example(string shape) => Probe(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "tests/Runtime.Server.Tests/Chat/Shapes", shape + ".jinja"))).ExampleOfCall;

    private static TemplateDialect Probe(string source) =>
        new DialectProbe(new ChatTemplate(source, TimeProvider.System), new ConversationWriter(new ControlTextGuard(new CharTokenizer("<s>", "</s>")))).Run();
}
