using System.Text.Json;

namespace InferOps.Runtime.Server.Chat;

/// <summary>What a prompt is made of, checked.</summary>
internal sealed record Conversation(IReadOnlyList<Message> Messages)
{
    /// <summary>Function definitions as the request has them.</summary>
    public IReadOnlyList<JsonElement> Tools { get; init; } = [];

    /// <summary>Further variables for the template, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();
}

/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Content">Empty where an assistant said nothing but called tools.</param>
internal sealed record Message(string Role, string Content)
{
    public string? Name { get; init; }

    /// <summary>Ours, after the content; control tokens in it are meant.</summary>
    public string Form { get; init; } = "";

    /// <summary>What an assistant thought before it answered, where the client sends that back.</summary>
    public string? Reasoning { get; init; }

    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Made of what tools said.</summary>
    public bool IsResult { get; init; }

    /// <summary>Which call a tool's message answers.</summary>
    public string? ToolCallId { get; init; }
}

/// <param name="Id">Chosen by whoever made the call.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">JSON, as the model wrote it.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments);

internal static class Roles
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";
}
