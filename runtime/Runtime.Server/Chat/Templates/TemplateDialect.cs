namespace InferOps.Runtime.Server.Chat.Templates;

/// <summary>What one template understands: they agree on the names of roles, and on little else.</summary>
internal sealed record TemplateDialect
{
    /// <summary>Messages of the system are shown; otherwise they are put before the user's.</summary>
    public bool HasSystemRole { get; init; }

    /// <summary>A message's content must be a list of parts.</summary>
    public bool WantsParts { get; init; }

    /// <summary>Functions given as <c>tools</c> are shown.</summary>
    public bool ShowsTools { get; init; }

    /// <summary>A call and its result as the template writes them; null where it cannot.</summary>
    public string? ExampleOfCall { get; init; }

    /// <summary>Arguments of a call must be the JSON text, not the object.</summary>
    public bool WantsArgumentsAsText { get; init; }

    /// <summary>An assistant that only called tools must have no content, not an empty one.</summary>
    public bool WantsNullContent { get; init; }
}
