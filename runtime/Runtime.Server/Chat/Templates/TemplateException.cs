namespace InferOps.Runtime.Server.Chat.Templates;

/// <summary>A chat template gave no prompt: it refuses the messages itself, or it cannot be parsed or rendered, or it wanted too much time or memory.</summary>
internal sealed class TemplateException : Exception
{
    private TemplateException(string message, bool refuses)
        : base(message) => Refuses = refuses;

    private TemplateException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>True where the template's author said no, with <c>raise_exception</c>; the message is theirs.</summary>
    public bool Refuses { get; }

    public static TemplateException Refused(string message) => new(message, refuses: true);

    public static TemplateException Silent() => new("the prompt does not hold what the user says", refuses: false);

    public static TemplateException Broken(Exception inner) => new(inner.Message, inner);
}
