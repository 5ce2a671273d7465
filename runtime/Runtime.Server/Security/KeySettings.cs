namespace InferOps.Runtime.Server.Security;

/// <summary>What a key may use; absent means without limit.</summary>
internal sealed record KeyLimits
{
    public int? RequestsPerMinute { get; init; }

    /// <summary>Tokens of prompts and answers together.</summary>
    public int? TokensPerMinute { get; init; }

    /// <summary>Requests at the same moment.</summary>
    public int? Concurrent { get; init; }
}

/// <summary>What one line of the file says about its key.</summary>
internal sealed record KeySettings
{
    /// <summary>Keys of one name share one budget and one turn in the queue; a key without a name has its own.</summary>
    public string? Name { get; init; }

    /// <summary>The highest priority its requests may have, and the one they have when they do not say. Higher runs first.</summary>
    public int Priority { get; init; }

    public KeyLimits Limits { get; init; } = new();
}

/// <summary>One key of the file. Only its hash is kept.</summary>
internal sealed record KnownKey(byte[] Hash, KeySettings Settings)
{
    /// <summary>What the engine shares its time by.</summary>
    public string Tenant => Settings.Name ?? "#" + Convert.ToHexStringLower(Hash.AsSpan(0, 8));
}
