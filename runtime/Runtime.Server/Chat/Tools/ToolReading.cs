using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>How answers to one request are read for calls.</summary>
/// <param name="Syntax">How the model writes them.</param>
/// <param name="Use">What the request says about tools.</param>
/// <param name="Tokens">The bytes of tokens, those included that are part of calls.</param>
internal sealed record ToolReading(ToolSyntax Syntax, ToolUse Use, TokenTable Tokens)
{
    private readonly ToolForms _tools = new(Use.Callable);

    /// <summary>For one generation.</summary>
    public ToolAnswerReader Reader() => new(Syntax, _tools, Use.IsRequired);
}
