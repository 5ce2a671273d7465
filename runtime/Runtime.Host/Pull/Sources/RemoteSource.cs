using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>A file on another machine: where it is, in whose name it is asked for, and what its owner says about it.</summary>
internal abstract class RemoteSource
{
    /// <summary>Where requests go. May change with what <see cref="LearnAsync"/> learns.</summary>
    public abstract Uri Url { get; }

    /// <summary>For people: the address without credentials, query or fragment.</summary>
    public abstract string Name { get; }

    /// <summary>SHA-256 in lower-case hex, where the address is bound to the content or its host vouches for it.</summary>
    public virtual string? Sha256 => null;

    /// <summary>Adds credentials to a request for <see cref="Url"/>. Never called for a host that a redirect names.</summary>
    public abstract void Authorize(HttpRequestMessage request);

    /// <summary>Reads what the source's own host says about the file, in every answer of it.</summary>
    public virtual void Note(HttpResponseMessage answer)
    {
        // Most say nothing.
    }

    /// <summary>Draws conclusions from a refusal, such as where to get a token.</summary>
    /// <returns>True: the same request is worth sending once more.</returns>
    public virtual Task<bool> LearnAsync(HttpResponseMessage refusal, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Reads a refusal (status 400 and above).</summary>
    /// <param name="refusal">The answer.</param>
    /// <param name="body">The beginning of its body.</param>
    /// <returns>The reason of <see cref="ModelFailureReasons"/> and what to do; null: nothing that only this kind of source would know.</returns>
    public abstract (string Reason, string Advice)? Explain(HttpResponseMessage refusal, string body);
}
