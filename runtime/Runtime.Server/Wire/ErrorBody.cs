using InferOps.Runtime.Server.Errors;

namespace InferOps.Runtime.Server.Wire;

/// <summary>OpenAI's error shape.</summary>
internal sealed record ErrorBody(ErrorDetail Error)
{
    public static ErrorBody Of(ApiException error) => new(new ErrorDetail(error.Message, error.Type, error.Parameter, error.Code));
}

internal sealed record ErrorDetail(string Message, string Type, string? Param, string? Code);
