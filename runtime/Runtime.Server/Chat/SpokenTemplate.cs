using InferOps.Runtime.Server.Chat.Templates;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;

namespace InferOps.Runtime.Server.Chat;

/// <summary>A template, and how to be understood by it.</summary>
/// <param name="Template">The template.</param>
/// <param name="Dialect">What it understands.</param>
/// <param name="Syntax">How it writes calls; null where it cannot, or writes calls in no way that is known here: then tools are talked about in plain text.</param>
internal sealed record SpokenTemplate(ChatTemplate Template, TemplateDialect Dialect, ToolSyntax? Syntax)
{
    /// <exception cref="TemplateException">It cannot be parsed, or does not show what users say.</exception>
    public static SpokenTemplate Load(string source, ConversationWriter writer, TimeProvider time)
    {
        var template = new ChatTemplate(source, time);
        var dialect = new DialectProbe(template, writer).Run();
        return new SpokenTemplate(template, dialect, SyntaxOf(dialect));
    }

    private static ToolSyntax? SyntaxOf(TemplateDialect dialect)
    {
        var syntax = dialect.ExampleOfCall is { } example ? ToolSyntax.Of(example) : null;
        return dialect.ShowsTools || (dialect.HasSystemRole && syntax?.Form is not null) ? syntax : null;
    }
}
