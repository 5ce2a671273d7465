using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Chat.Templates;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;
using InferOps.TestKit;

namespace InferOps.Runtime.Server.Tests.Chat.Tools;

public sealed class ToolSyntaxTests
{
    [Theory]
    [InlineData("hermes", nameof(JsonCalls.Tagged))]
    [InlineData("llama3", nameof(JsonCalls.Bare))]
    [InlineData("mistral", nameof(JsonCalls.Listed))]
    [InlineData("mistral-named", nameof(HeadedCalls.MistralWithId))]
    [InlineData("qwen-coder", nameof(TaggedCalls.QwenCoder))]
    [InlineData("glm", nameof(TaggedCalls.Glm))]
    [InlineData("deepseek", nameof(HeadedCalls.DeepSeekFenced))]
    public void The_syntax_of_calls_is_what_the_template_writes(string shape, string name) => Assert.Same(Named[name], ToolSyntax.Of(Example(shape)!));

    [Theory]
    [InlineData("{{ call.function.name }}({{ call.function.arguments }})", null)]
    [InlineData("<tool_call>\n<function={{ call.function.name }}>\n{{ call.function.arguments | tojson }}</function>", null)]
    [InlineData("[TOOL_CALLS]{{ call.function.name }}[ARGS]{{ call.function.arguments | tojson }}", nameof(HeadedCalls.Mistral))]
    [InlineData("<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>{{ call.function.name }}<｜tool▁sep｜>{{ call.function.arguments | tojson }}<｜tool▁call▁end｜>", nameof(HeadedCalls.DeepSeek))]
    [InlineData("<tool_call>{{ call.function.name }}{% for k, v in call.function.arguments.items() %}<arg_key>{{ k }}</arg_key><arg_value>{{ v }}</arg_value>{% endfor %}</tool_call>", nameof(TaggedCalls.Glm))]
    public void Another_syntax_is_not_mistaken_for_one_that_is_known(string call, string? name)
    {
        var template = "{% for m in messages %}{{ m.content }}{% for call in m.tool_calls or [] %}" + call + "{% endfor %}{% endfor %}{{ tools | tojson }}";
        Assert.Same(name is null ? null : Named[name], ToolSyntax.Of(Probe(template).ExampleOfCall!));
    }

    private static Dictionary<string, ToolSyntax> Named { get; } = new()
    {
        [nameof(JsonCalls.Tagged)] = JsonCalls.Tagged,
        [nameof(JsonCalls.Bare)] = JsonCalls.Bare,
        [nameof(JsonCalls.Listed)] = JsonCalls.Listed,
        [nameof(HeadedCalls.Mistral)] = HeadedCalls.Mistral,
        [nameof(HeadedCalls.MistralWithId)] = HeadedCalls.MistralWithId,
        [nameof(HeadedCalls.DeepSeek)] = HeadedCalls.DeepSeek,
        [nameof(HeadedCalls.DeepSeekFenced)] = HeadedCalls.DeepSeekFenced,
        [nameof(TaggedCalls.QwenCoder)] = TaggedCalls.QwenCoder,
        [nameof(TaggedCalls.Glm)] = TaggedCalls.Glm,
    };

    private static string? Example(string shape) => Probe(File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "tests/Runtime.Server.Tests/Chat/Shapes", shape + ".jinja"))).ExampleOfCall;

    private static TemplateDialect Probe(string source) =>
        new DialectProbe(new ChatTemplate(source, TimeProvider.System), new ConversationWriter(new ControlTextGuard(new CharTokenizer("<s>", "</s>")))).Run();
}
