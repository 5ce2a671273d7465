using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>How answers to one request are read for calls.</summary>
/// <param name="Syntax">How the model writes them.</param>
/// <param name="Use">What the request says about tools.</param>
/// <param name="Tokens">The bytes of tokens, those included that open a call.</param>
internal sealed record ToolReading(ToolSyntax Syntax, ToolUse Use, TokenTable Tokens)
{
    private readonly HashSet<string> _names = [.. Use.Callable.Select(tool => tool.Name)];

    /// <summary>For one generation.</summary>
    public ToolAnswerReader Reader() => new(Syntax, _names, Use.IsRequired);
}
