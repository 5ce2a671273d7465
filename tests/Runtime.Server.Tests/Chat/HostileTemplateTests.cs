using InferOps.Runtime.Core.Tests.Fakes;
using InferOps.Runtime.Server.Chat;
using InferOps.Runtime.Server.Chat.Templates;

namespace InferOps.Runtime.Server.Tests.Chat;

/// <summary>Templates come with files that somebody downloaded: none may hang a replica, exhaust its memory, or see anything of it.</summary>
public sealed class HostileTemplateTests
{
    private const string Honest = "{% for message in messages %}{{ message.content }}{% endfor %}";

    [Theory]
    [InlineData("loops within loops", "{% for a in range(100000) %}{% for b in range(100000) %}{{ a }}{% endfor %}{% endfor %}")]
    [InlineData("a range without end", "{{ range(1000000000000) | length }}")]
    [InlineData("a text that doubles", "{% set ns = namespace(s='xxxxxxxx') %}{% for i in range(64) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}")]
    [InlineData("a list that doubles", "{% set ns = namespace(l=[1,2,3,4]) %}{% for i in range(64) %}{% set ns.l = ns.l + ns.l %}{% endfor %}{{ ns.l | length }}")]
    [InlineData("an indent of a billion", "{{ 'x\ny' | indent(1000000000, true) }}")]
    [InlineData("a macro that calls itself", "{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}")]
    [InlineData("a number with a million digits", "{{ 10 ** 400 }}")]
    public void It_is_stopped(string what, string template)
    {
        var hostile = new ChatTemplate(Honest + template, TimeProvider.System);
        var error = Assert.Throws<TemplateException>(() => hostile.Render("""{"messages":[]}"""));
        Assert.False(error.Refuses, what);
    }

    [Theory]
    [InlineData("parentheses without end", 20000, "(")]
    [InlineData("negations without end", 20000, "not ")]
    public void Nesting_does_not_exhaust_the_stack(string what, int times, string text)
    {
        var error = Assert.Throws<TemplateException>(() => new ChatTemplate("{{ " + string.Concat(Enumerable.Repeat(text, times)) + "1 }}", TimeProvider.System));
        Assert.True(error.Message.Length < 1000, what);
    }

    [Theory]
    [InlineData("messages.__class__")]
    [InlineData("messages.constructor.constructor('return 1')()")]
    [InlineData("strftime_now.constructor")]
    [InlineData("System")]
    [InlineData("globalThis")]
    public void It_sees_nothing_but_its_variables(string expression)
    {
        var template = new ChatTemplate("[{{ " + expression + " }}]", TimeProvider.System);
        try
        {
            Assert.Equal("[]", template.Render("""{"messages":[]}"""));
        }
        catch (TemplateException)
        {
            // An error is as good as nothing.
        }
    }

    [Fact]
    public void Many_threads_render_one_template()
    {
        var template = new ChatTemplate(Honest, TimeProvider.System);
        Parallel.For(0, 200, i => Assert.Equal($"{i}", template.Render($$"""{"messages":[{"content":"{{i}}"}]}""")));
    }

    [Theory]
    [InlineData("no template", null, "its file has no chat template")]
    [InlineData("one that cannot be parsed", "{% for %}", "its chat template cannot be used")]
    [InlineData("one that shows nothing", "hello", "the prompt does not hold what the user says")]
    [InlineData("one that always refuses", "{{ raise_exception('never') }}", "never")]
    public async Task A_model_whose_template_is_of_no_use_serves_completions_and_says_why_it_cannot_chat(string what, string? template, string why)
    {
        await using var server = await ServerUnderTest.StartAsync(new FakeModelOptions { ChatTemplate = template });
        using var chat = await server.PostAsync("/v1/chat/completions", """{"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(400, (int)chat.StatusCode);
        Assert.Contains(why, await chat.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var completion = await server.PostAsync("/v1/completions", """{"prompt":"hi","max_tokens":3}""");
        Assert.True(completion.IsSuccessStatusCode, what);
    }
}
