using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Server.Chat.Templates;
using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Chat;

/// <summary>How to talk with one model: its chat template, and what the template understands. Thread-safe.</summary>
internal sealed class ChatModel
{
    private readonly ControlTextGuard _guard;
    private readonly ConversationWriter _writer;
    private readonly ChatTemplate? _template;
    private readonly TemplateDialect _dialect = new();

    public ChatModel(ModelDescription model, ITokenizer tokenizer, TimeProvider time)
    {
        _guard = new ControlTextGuard(tokenizer);
        _writer = new ConversationWriter(_guard);
        if (model.ChatTemplate is not { } source)
        {
            Problem = "its file has no chat template";
            return;
        }

        try
        {
            _template = new ChatTemplate(source, time);
            _dialect = new DialectProbe(_template, _writer).Run();
        }
        catch (TemplateException error)
        {
            (_template, Problem) = (null, $"its chat template cannot be used: {error.Message}");
        }
    }

    /// <summary>Why nobody can chat with this model; null where they can.</summary>
    public string? Problem { get; }

    /// <summary>The conversation as a prompt that the assistant's next turn follows.</summary>
    /// <exception cref="ApiException">The model cannot chat, or not like this.</exception>
    public int[] Prompt(Conversation conversation) => _guard.Tokenize(Render(conversation));

    internal string Render(Conversation conversation)
    {
        if (_template is null) throw ApiException.Unsupported("messages", $"This model cannot chat: {Problem}. Use /v1/completions.");
        if (!_dialect.HasSystemRole) conversation = conversation with { Messages = SystemMessages.MergedIntoUsers(conversation.Messages) };
        try
        {
            return _template.Render(_writer.Write(conversation, _dialect));
        }
        catch (TemplateException error)
        {
            throw ApiException.Invalid("messages", error.Refuses
                ? $"The model's chat template refuses these messages: {error.Message}"
                : $"The model's chat template cannot render these messages: {error.Message}");
        }
    }
}
