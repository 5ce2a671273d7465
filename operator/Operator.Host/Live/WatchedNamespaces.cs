namespace InferOps.Operator.Host.Live;

/// <summary>Where the operator may look and act.</summary>
/// <param name="Names">Empty: everywhere.</param>
internal sealed record WatchedNamespaces(IReadOnlyList<string> Names)
{
    /// <summary>One entry per watch to keep; null watches all namespaces at once.</summary>
    public IReadOnlyList<string?> Scopes { get; } = Names.Count == 0 ? [null] : [.. Names];
}
