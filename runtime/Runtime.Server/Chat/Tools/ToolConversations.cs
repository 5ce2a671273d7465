using System.Text;
using System.Text.Json;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>Conversations with tools for templates that know nothing of tools: everything becomes text.</summary>
internal static class ToolConversations
{
    public static Conversation AsText(Conversation conversation, ToolUse? use)
    {
        var messages = new List<Message>();
        foreach (var message in conversation.Messages)
        {
            if (message.Role == Roles.Tool && messages is [.., { Role: Roles.User, IsResult: true } last]) messages[^1] = last with { Content = last.Content + "\n" + Result(message) };
            else if (message.Role == Roles.Tool) messages.Add(new Message(Roles.User, Result(message)) { IsResult = true });
            else messages.Add(message.ToolCalls.Count == 0 ? message : new Message(Roles.Assistant, Calls(message)));
        }

        if (use is not null) Instruct(messages, Functions(use) + PlainForm(use), "");
        return conversation with { Messages = messages, Tools = [] };
    }

    /// <summary>For a template that shows calls and their results, but not what can be called.</summary>
    /// <param name="form">A call as the template shows it.</param>
    public static Conversation WithInstruction(Conversation conversation, ToolUse use, string form)
    {
        List<Message> messages = [.. conversation.Messages];
        Instruct(messages, Functions(use) + "To call one, answer in this form: ", form);
        return conversation with { Messages = messages };
    }

    private static void Instruct(List<Message> messages, string instruction, string form)
    {
        if (messages is [{ Role: Roles.System } system, ..]) messages[0] = system with { Content = system.Content + "\n\n" + instruction, Form = form };
        else messages.Insert(0, new Message(Roles.System, instruction) { Form = form });
    }

    private static string Functions(ToolUse use)
    {
        var text = new StringBuilder("These functions can be called:\n");
        foreach (var tool in use.Shown) text.Append(tool.Definition.GetProperty("function").GetRawText()).Append('\n');
        return text.ToString();
    }

    private static string PlainForm(ToolUse use) =>
        "To call one, answer with nothing but a JSON object: {\"name\": \"FUNCTION\", \"arguments\": {...}}." + (use.AllowsSeveral ? " To call several, write one such object per line." : "");

    private static string Calls(Message message)
    {
        var calls = message.ToolCalls.Select(call => $"{{\"name\": {JsonSerializer.Serialize(call.Name, Wire.WireJson.Types.String)}, \"arguments\": {call.Arguments}}}");
        return string.Join('\n', message.Content.Length == 0 ? calls : [message.Content, .. calls]);
    }

    private static string Result(Message message) => $"Result of {message.Name ?? message.ToolCallId}: {message.Content}";
}
