using System.Text.Json;

namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>A function that the model may call.</summary>
/// <param name="Name">1 … 64 letters, digits, '_' and '-'.</param>
/// <param name="Definition">As the request has it: what the model is shown.</param>
internal sealed record Tool(string Name, JsonElement Definition)
{
    /// <summary>A JSON schema of an object; absent for a function without arguments.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>The caller insists on the schema; otherwise what cannot be enforced is left to the model.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Where the request has it.</summary>
    public required string Place { get; init; }
}

/// <summary>What a request says about tools.</summary>
/// <param name="Shown">The functions that the model hears of.</param>
/// <param name="Callable">Those of them that it may call now.</param>
internal sealed record ToolUse(IReadOnlyList<Tool> Shown, IReadOnlyList<Tool> Callable)
{
    /// <summary>The model must call one, and cannot answer with text.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The model may call several at once.</summary>
    public bool AllowsSeveral { get; init; } = true;
}
