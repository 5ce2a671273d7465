namespace InferOps.Runtime.Server.Chat.Tools.Syntaxes;

/// <summary>Reads one call from text that comes character by character.</summary>
internal interface ICallScanner
{
    /// <summary>The function, once it is known.</summary>
    string? Name { get; }

    /// <summary>The call's last character was read.</summary>
    bool IsComplete { get; }

    /// <summary>This is no call, or not any more. Nothing may be read after that.</summary>
    bool IsBroken { get; }

    void Read(char next);

    /// <summary>Takes what has come of the arguments' JSON since the last time; nothing until the name is known.</summary>
    string TakeArguments();
}
