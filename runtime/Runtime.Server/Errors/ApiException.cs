using InferOps.Runtime.Core.Admission;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Server.Security;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Errors;

/// <summary>A request that is answered with an error. Thrown inside endpoints, answered by <see cref="ErrorMiddleware"/> alone.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="reason">One of <see cref="RejectionReasons"/>, for the metric.</param>
/// <param name="code">The client's <c>error.code</c>.</param>
/// <param name="message">What to do about it.</param>
internal sealed class ApiException(int status, string reason, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Reason { get; } = reason;

    public string Code { get; } = code;

    /// <summary>The request's parameter at fault.</summary>
    public string? Parameter { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same request can never succeed, although the status says that another attempt may. OpenAI's clients heed the header that says so.</summary>
    public bool NeverRetry { get; init; }

    /// <summary>The connection is not worth keeping: the replica goes away.</summary>
    public bool ClosesConnection { get; init; }

    public string Type => Status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status404NotFound => "not_found_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    public static ApiException Invalid(string? parameter, string message) =>
        new(StatusCodes.Status400BadRequest, RejectionReasons.InvalidRequest, "invalid_value", message) { Parameter = parameter };

    public static ApiException Unsupported(string parameter, string message) =>
        new(StatusCodes.Status400BadRequest, RejectionReasons.InvalidRequest, "unsupported_parameter", message) { Parameter = parameter };

    /// <param name="error">What is wrong.</param>
    /// <param name="parameter">The name of the parameter at fault, as this endpoint knows it.</param>
    public static ApiException Of(RequestError error, string? parameter) =>
        new(StatusCodes.Status400BadRequest, RejectionReasons.InvalidRequest, error.Code, error.Message) { Parameter = parameter };

    public static ApiException Of(Rejection rejection) => rejection.Reason switch
    {
        RejectionReason.QueueFull => TooMany(RejectionReasons.QueueFull, "The replica is full. Try again later.", rejection.RetryAfter),
        RejectionReason.KeyQueueFull => TooMany(
            RejectionReasons.KeyQueueFull, "Your key has as many requests here as one may, with what is left for others. Try again later.", rejection.RetryAfter),
        RejectionReason.Draining => Unavailable(RejectionReasons.Draining, "The replica is shutting down.", rejection.RetryAfter),
        _ => Unavailable(RejectionReasons.EngineFault, "The model can no longer be evaluated; the replica is being replaced.", rejection.RetryAfter),
    };

    public static ApiException Of(BudgetRefusal refusal) =>
        new(StatusCodes.Status429TooManyRequests, RejectionReasons.RateLimited, "rate_limit_exceeded", refusal.Message)
        {
            RetryAfter = refusal.RetryAfter,
            NeverRetry = refusal.RetryAfter is null,
        };

    public static ApiException TooMany(string reason, string message, TimeSpan retryAfter) =>
        new(StatusCodes.Status429TooManyRequests, reason, reason, message) { RetryAfter = retryAfter };

    public static ApiException Unavailable(string reason, string message, TimeSpan retryAfter) =>
        new(StatusCodes.Status503ServiceUnavailable, reason, reason, message)
        {
            RetryAfter = retryAfter,
            ClosesConnection = reason == RejectionReasons.Draining,
        };
}
