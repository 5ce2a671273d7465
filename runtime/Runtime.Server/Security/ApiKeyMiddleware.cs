using InferOps.Runtime.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Security;

/// <summary>Asks for an API key on everything below /v1. Probes and scrapes need none.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys)
{
    private const string Scheme = "Bearer ";

    public Task Invoke(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase)) return next(context);
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && keys.Accepts(header[Scheme.Length..].Trim())) return next(context);
        throw new ApiException(
            StatusCodes.Status401Unauthorized, RejectionReasons.Unauthorized, "invalid_api_key", "Send a valid API key as 'Authorization: Bearer KEY'.");
    }
}
