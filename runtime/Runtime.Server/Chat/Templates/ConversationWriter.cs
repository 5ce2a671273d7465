using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InferOps.Runtime.Server.Chat.Templates;

/// <summary>Writes a conversation as the variables that chat templates know, every text of it protected.</summary>
internal sealed class ConversationWriter(ControlTextGuard guard)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names that the conversation itself fills.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["messages", "tools", "add_generation_prompt", "bos_token", "eos_token"];

    /// <returns>A JSON object.</returns>
    public string Write(Conversation conversation, TemplateDialect dialect)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("bos_token", guard.BeginText);
            json.WriteString("eos_token", guard.EndText);
            json.WriteBoolean("add_generation_prompt", true);
            foreach (var (name, value) in conversation.Variables) WriteProtected(json, name, value);
            if (conversation.Tools.Count > 0) WriteTools(json, conversation.Tools);
            json.WriteStartArray("messages");
            foreach (var message in conversation.Messages) WriteMessage(json, message, dialect);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteTools(Utf8JsonWriter json, IReadOnlyList<JsonElement> tools)
    {
        json.WriteStartArray("tools");
        foreach (var tool in tools) WriteProtected(json, tool);
        json.WriteEndArray();
    }

    private void WriteMessage(Utf8JsonWriter json, Message message, TemplateDialect dialect)
    {
        json.WriteStartObject();
        json.WriteString("role", message.Role);
        WriteContent(json, message, dialect);
        if (message.Name is { } name) json.WriteString("name", guard.Protect(name));
        if (message.Reasoning is { } reasoning) json.WriteString("reasoning_content", guard.Protect(reasoning));
        if (message.ToolCallId is { } id) json.WriteString("tool_call_id", guard.Protect(id));
        if (message.ToolCalls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in message.ToolCalls) WriteCall(json, call, dialect);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteContent(Utf8JsonWriter json, Message message, TemplateDialect dialect)
    {
        if (dialect.WantsNullContent && message is { Content: "", ToolCalls.Count: > 0 })
        {
            json.WriteNull("content");
            return;
        }

        var text = guard.Protect(message.Content) + message.Form;
        if (!dialect.WantsParts)
        {
            json.WriteString("content", text);
            return;
        }

        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteCall(Utf8JsonWriter json, ToolCall call, TemplateDialect dialect)
    {
        json.WriteStartObject();
        json.WriteString("id", guard.Protect(call.Id));
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", guard.Protect(call.Name));

        // What a model wrote may have been cut off; then it is no object, and goes back as the text it is.
        if (!dialect.WantsArgumentsAsText && JsonObjects.TryParse(call.Arguments, out var arguments)) WriteProtected(json, "arguments", arguments);
        else json.WriteString("arguments", guard.Protect(call.Arguments));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteProtected(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(guard.Protect(name));
        WriteProtected(json, value);
    }

    private void WriteProtected(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                json.WriteStringValue(guard.Protect(value.GetString()!));
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject()) WriteProtected(json, property.Name, property.Value);
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteProtected(json, item);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
