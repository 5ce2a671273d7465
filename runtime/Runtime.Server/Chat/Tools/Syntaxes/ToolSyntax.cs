using InferOps.Runtime.Core.Grammars;
using InferOps.Runtime.Server.Chat.Templates;

namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>How one model writes calls, and what tells them from an answer.</summary>
internal abstract record ToolSyntax
{
    /// <summary>Those that templates are known to write.</summary>
    private static readonly IReadOnlyList<ToolSyntax> Known =
        [JsonCalls.Tagged, JsonCalls.Listed, JsonCalls.Bare, TaggedCalls.QwenCoder, TaggedCalls.Glm, HeadedCalls.MistralWithId, HeadedCalls.Mistral, HeadedCalls.DeepSeek, HeadedCalls.DeepSeekFenced];

    /// <summary>For models whose templates know nothing of tools: they are told what to write.</summary>
    public static ToolSyntax Plain { get; } = new JsonCalls();

    /// <summary>Stands before the first call, such as <c>&lt;tool_call&gt;</c>; empty where an answer that begins like a call is one.</summary>
    public string Opening { get; init; } = "";

    /// <summary>Each call has an opening of its own: without it, what follows a call is text.</summary>
    public bool OpensEach { get; init; }

    /// <summary>The model can be asked for several calls at once.</summary>
    public bool AllowsSeveral { get; init; } = true;

    /// <summary>What an answer that must be a call begins with.</summary>
    public virtual string Beginning => Opening;

    /// <summary>A call to show a model whose template shows it calls and no functions; null where that is not known to help.</summary>
    public virtual string? Form => null;

    /// <summary>Texts between calls, the opening among them.</summary>
    public abstract IReadOnlyList<string> Marks { get; }

    /// <summary>Characters between calls.</summary>
    public virtual string Separators => " \n\r\t,;";

    /// <summary>Whether a control token of this text is part of calls.</summary>
    public virtual bool Uses(string controlText) => Marks.Contains(controlText);

    /// <summary>For one call.</summary>
    public abstract ICallScanner Scan(ToolForms tools);

    /// <summary>What stands right of the <c>::=</c> of a call of a function.</summary>
    /// <param name="builder">For rules that it needs.</param>
    /// <param name="tool">The function.</param>
    /// <param name="rule">What the names of those rules begin with.</param>
    public abstract string Call(GrammarBuilder builder, Tool tool, string rule);

    /// <summary>What stands right of the <c>::=</c> of everything after the opening, made of the rule <c>call</c>.</summary>
    public abstract string Root(bool several);

    /// <summary>The syntax that a template itself writes calls in; null where it is none of those known here.</summary>
    /// <param name="example">A prompt with the call of <see cref="DialectProbe"/> in it.</param>
    public static ToolSyntax? Of(string example) => Known.FirstOrDefault(syntax => syntax.Wrote(example));

    /// <summary>Whether the call in an example is written like this.</summary>
    protected abstract bool Wrote(string example);
}
