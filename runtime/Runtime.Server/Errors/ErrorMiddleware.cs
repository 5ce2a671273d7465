using System.Globalization;
using System.Text.Json;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace InferOps.Runtime.Server.Errors;

/// <summary>Turns whatever went wrong into OpenAI's error shape. The only place that catches everything.</summary>
internal sealed class ErrorMiddleware(RequestDelegate next, RuntimeInstruments instruments, ILogger<ErrorMiddleware> logger)
{
    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && Unserved(context) is { } error) await AnswerAsync(context, error);
        }
        catch (Exception left) when (left is ConnectionResetException || (left is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // The client left: there is nobody to answer. A reset shows in the read of the body before the request is said to be aborted.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, Classify(error));
        }
    }

    // Routing sets a status, and for 405 the Allow header, but says nothing in the body.
    private static ApiException? Unserved(HttpContext context)
    {
        var (request, status) = (context.Request, context.Response.StatusCode);
        return status switch
        {
            StatusCodes.Status404NotFound => new(status, RejectionReasons.InvalidRequest, "not_found", $"{request.Path} is not served here."),
            StatusCodes.Status405MethodNotAllowed => new(status, RejectionReasons.InvalidRequest, "method_not_allowed", $"{request.Path} does not take {request.Method}."),
            _ => null,
        };
    }

    private ApiException Classify(Exception error)
    {
        switch (error)
        {
            case ApiException known:
                return known;
            case JsonException json:
                var at = json.Path is { Length: > 0 } path ? path.TrimStart('$').TrimStart('.') : null;
                return ApiException.Invalid(at is { Length: > 0 } ? at : null, $"The body is not what this endpoint expects: {json.Message}");
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new ApiException(StatusCodes.Status413PayloadTooLarge, RejectionReasons.BodyTooLarge, "body_too_large", "The request body is too large.");
            case BadHttpRequestException bad:
                return new ApiException(bad.StatusCode, RejectionReasons.InvalidRequest, "bad_request", bad.Message);
            default:
                ServerLog.Unexpected(logger, error);
                return new ApiException(StatusCodes.Status500InternalServerError, RejectionReasons.EngineFault, "internal_error", "The replica failed to answer.");
        }
    }

    private async Task AnswerAsync(HttpContext context, ApiException error)
    {
        instruments.Requests.Rejected(error.Reason);
        if (GenerationSpans.AreWanted && context.Features.Get<IHttpActivityFeature>()?.Activity is { } span) GenerationSpans.Fail(span, error.Reason, error.Status);
        var response = context.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } after) response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (error.NeverRetry) response.Headers["x-should-retry"] = "false";
        if (error.ClosesConnection) response.Headers.Connection = "close";
        if (error.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(response.Body, ErrorBody.Of(error), WireJson.Types.ErrorBody, context.RequestAborted);
    }
}
