using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Chat.Templates;
using InferOps.Runtime.Server.Chat.Tools;
using InferOps.Runtime.Server.Chat.Tools.Syntaxes;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Chat;

/// <summary>How to talk with one model: its chat template, and what the template understands. Thread-safe.</summary>
internal sealed class ChatModel
{
    private readonly ITokenizer _tokenizer;
    private readonly ControlTextGuard _guard;
    private readonly ConversationWriter _writer;
    private readonly SpokenTemplate? _template;
    private readonly SpokenTemplate? _toolTemplate;
    private TokenTable? _tokensWithCalls;

    public ChatModel(ModelDescription model, ITokenizer tokenizer, TimeProvider time)
    {
        _tokenizer = tokenizer;
        _guard = new ControlTextGuard(tokenizer);
        _writer = new ConversationWriter(_guard);
        _template = Load(model.ChatTemplate, "its chat template", time);
        if (_template is not null && model.ToolChatTemplate is not null) _toolTemplate = Load(model.ToolChatTemplate, "its chat template for tools", time);
    }

    /// <summary>Why nobody can chat with this model, or not as well as they could; null where they can.</summary>
    public string? Problem { get; private set; }

    /// <summary>How the model writes calls.</summary>
    public ToolSyntax Syntax => (_toolTemplate ?? _template)?.Syntax ?? ToolSyntax.Plain;

    /// <summary>Control tokens that are part of calls.</summary>
    public IEnumerable<ControlToken> CallTokens => _tokenizer.ControlTokens.Where(token => Syntax.Uses(token.Text));

    /// <summary>The bytes of tokens, with those of control tokens that are part of calls: elsewhere they have none.</summary>
    public TokenTable WithCalls(TokenTable tokens) => LazyInitializer.EnsureInitialized(ref _tokensWithCalls, () => tokens.With(CallTokens));

    /// <summary>The conversation as a prompt that the assistant's next turn follows; where it must call a function, the turn has begun with the call's opening.</summary>
    /// <exception cref="ApiException">The model cannot chat, or not like this.</exception>
    public int[] Prompt(Conversation conversation, ToolUse? use) =>
        _guard.Tokenize(Render(conversation, use) + (use is { IsRequired: true } ? Syntax.Beginning : ""));

    internal string Render(Conversation conversation, ToolUse? use)
    {
        var template = (use is null ? _template : _toolTemplate ?? _template) ?? throw ApiException.Unsupported("messages", $"This model cannot chat: {Problem}. Use /v1/completions.");
        var heard = Heard(conversation, use, template);
        if (!template.Dialect.HasSystemRole) heard = heard with { Messages = SystemMessages.MergedIntoUsers(heard.Messages) };
        try
        {
            return template.Template.Render(_writer.Write(heard, template.Dialect));
        }
        catch (TemplateException error)
        {
            throw ApiException.Invalid("messages", error.Refuses
                ? $"The model's chat template refuses these messages: {error.Message}"
                : $"The model's chat template cannot render these messages: {error.Message}");
        }
    }

    /// <summary>The conversation as far as the template understands it; the rest of it as text.</summary>
    private static Conversation Heard(Conversation conversation, ToolUse? use, SpokenTemplate template)
    {
        if (template.Syntax is null && (use is not null || template.Dialect.ExampleOfCall is null)) return ToolConversations.AsText(conversation, use);
        if (use is null) return conversation;
        return template.Dialect.ShowsTools
            ? conversation with { Tools = [.. use.Shown.Select(tool => tool.Definition)] }
            : ToolConversations.WithInstruction(conversation, use, template.Syntax!.Form!);
    }

    private SpokenTemplate? Load(string? source, string what, TimeProvider time)
    {
        try
        {
            if (source is not null) return SpokenTemplate.Load(source, _writer, time);
            Problem = "its file has no chat template";
        }
        catch (TemplateException error)
        {
            Problem = $"{what} cannot be used: {error.Message}";
        }

        return null;
    }
}
