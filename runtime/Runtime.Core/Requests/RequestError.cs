namespace InferOps.Runtime.Core.Requests;

/// <summary>Why a request cannot be served as it is.</summary>
/// <param name="Code">One of <see cref="RequestErrorCodes"/>.</param>
/// <param name="Parameter">The parameter at fault, by its name on the wire.</param>
/// <param name="Message">What to change, for the person who sent it.</param>
public sealed record RequestError(string Code, string? Parameter, string Message);

/// <summary>The closed set of reasons, as clients see them in <c>error.code</c>.</summary>
public static class RequestErrorCodes
{
    public const string ContextLengthExceeded = "context_length_exceeded";
    public const string InvalidValue = "invalid_value";
    public const string EmptyPrompt = "empty_prompt";
}

/// <summary>Either a request or the first thing wrong with it.</summary>
public readonly record struct Validated
{
    internal Validated(GenerationRequest request) => Request = request;

    internal Validated(RequestError error) => Error = error;

    public GenerationRequest? Request { get; }

    public RequestError? Error { get; }

    /// <summary>True with <paramref name="request"/>, false with <paramref name="error"/>.</summary>
    public bool IsValid(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out GenerationRequest? request,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out RequestError? error)
    {
        (request, error) = (Request, Error);
        return request is not null;
    }
}
