namespace InferOps.Runtime.Server.Chat.Tools;

/// <summary>What a part of an answer turned out to be.</summary>
internal abstract record ToolEvent
{
    private ToolEvent()
    {
    }

    /// <summary>Text for the user.</summary>
    internal sealed record Content(string Text) : ToolEvent;

    /// <summary>A call begins; calls are numbered from 0.</summary>
    internal sealed record Called(int Index, string Name) : ToolEvent;

    /// <summary>More of the arguments' JSON of a call.</summary>
    internal sealed record Arguments(int Index, string Json) : ToolEvent;
}
