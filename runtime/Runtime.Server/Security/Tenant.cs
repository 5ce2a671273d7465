namespace InferOps.Runtime.Server.Security;

/// <summary>Whoever a key belongs to.</summary>
/// <param name="Id">What the engine shares its time by; empty for those who need no key.</param>
/// <param name="Label">How metrics name it: the key's name, never anything made from the key.</param>
/// <param name="Priority">The highest its requests may have.</param>
/// <param name="Budget">Absent without limits.</param>
internal sealed record Tenant(string Id, string Label, int? Priority, KeyBudget? Budget)
{
    public const string Unnamed = "unnamed";

    /// <summary>Everybody, where no keys are asked for.</summary>
    public static Tenant Anonymous { get; } = new("", "anonymous", null, null);

    /// <summary>The priority of a request that asks for <paramref name="asked"/>.</summary>
    public int PriorityOf(int? asked) => Priority is { } highest ? Math.Min(asked ?? highest, highest) : asked ?? 0;
}
