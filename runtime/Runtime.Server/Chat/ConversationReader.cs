using System.Text.Json;
using InferOps.Runtime.Server.Chat.Templates;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Chat;

/// <summary>Turns a request's messages into a conversation, or says what is wrong with which of them.</summary>
internal static class ConversationReader
{
    /// <exception cref="ApiException">A message lacks something, or has a role that is none.</exception>
    public static Conversation Read(ChatRequest body)
    {
        if (body.Messages is not { Count: > 0 } asked) throw ApiException.Invalid("messages", "At least one message is needed.");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var messages = new List<Message>(asked.Count);
        for (var i = 0; i < asked.Count; i++)
        {
            var message = Read(asked[i], $"messages[{i}]");
            foreach (var call in message.ToolCalls) names[call.Id] = call.Name;

            // Some templates name the function whose result they show; clients give the id alone.
            if (message.ToolCallId is { } id && message.Name is null) message = message with { Name = names.GetValueOrDefault(id) };
            messages.Add(message);
        }

        return new Conversation(messages) { Variables = Variables(body.ChatTemplateKwargs) };
    }

    private static Message Read(ChatRequestMessage? message, string place)
    {
        var role = message?.Role switch
        {
            "system" or "developer" => Roles.System,
            "user" => Roles.User,
            "assistant" => Roles.Assistant,
            "tool" => Roles.Tool,
            var other => throw ApiException.Invalid($"{place}.role", $"'{other}' is not a role: use system, developer, user, assistant or tool."),
        };
        if (role == Roles.Tool && message.ToolCallId is null) throw ApiException.Invalid($"{place}.tool_call_id", "A tool's message needs the id of the call that it answers.");
        if (role != Roles.Assistant && message.ToolCalls is { Count: > 0 }) throw ApiException.Invalid($"{place}.tool_calls", "Only an assistant calls tools.");
        var calls = message.ToolCalls ?? [];
        if (message.Content is null && calls.Count == 0) throw ApiException.Invalid($"{place}.content", "Every message needs a content.");
        return new Message(role, message.Content ?? "")
        {
            Name = message.Name,
            Reasoning = message.ReasoningContent,
            ToolCallId = message.ToolCallId,
            ToolCalls = [.. calls.Select((call, i) => Read(call, $"{place}.tool_calls[{i}]"))],
        };
    }

    private static ToolCall Read(ToolCallBody? call, string place)
    {
        if (call?.Type is not (null or "function")) throw ApiException.Invalid($"{place}.type", $"'{call.Type}' is not supported: use function.");
        if (call?.Id is null) throw ApiException.Invalid($"{place}.id", "A tool call needs an id.");
        if (call.Function?.Name is not { Length: > 0 } name) throw ApiException.Invalid($"{place}.function.name", "A tool call needs the name of the function.");
        return new ToolCall(call.Id, name, call.Function.Arguments ?? "{}");
    }

    private static Dictionary<string, JsonElement> Variables(JsonElement? given)
    {
        const string Parameter = "chat_template_kwargs";
        if (given is not { ValueKind: not JsonValueKind.Null } variables) return [];
        if (variables.ValueKind != JsonValueKind.Object) throw ApiException.Invalid(Parameter, "An object with variables for the chat template is expected.");
        var named = variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        return ConversationWriter.Reserved.FirstOrDefault(named.ContainsKey) is { } reserved
            ? throw ApiException.Invalid($"{Parameter}.{reserved}", $"'{reserved}' comes from the request itself.")
            : named;
    }
}
