using InferOps.Runtime.Contract;
using InferOps.Runtime.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Security;

/// <summary>Asks for an API key, and holds its requests within what it may send. Probes and scrapes need none.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys)
{
    private const string Scheme = "Bearer ";
    private static readonly PathString[] Open = [RuntimeEndpoints.Health, RuntimeEndpoints.Ready, RuntimeEndpoints.Drain, RuntimeEndpoints.Metrics];

    public async Task Invoke(HttpContext context)
    {
        if (Array.Exists(Open, path => context.Request.Path == path))
        {
            await next(context);
            return;
        }

        var tenant = Identify(context.Request);
        context.Features.Set(new Caller(context, tenant));
        if (!HttpMethods.IsPost(context.Request.Method) || tenant.Budget is not { } budget)
        {
            await next(context);
            return;
        }

        var refusal = budget.Enter();
        RateLimitHeaders.Write(context.Response.Headers, budget.State);
        if (refusal is not null) throw ApiException.Of(refusal);
        try
        {
            await next(context);
        }
        finally
        {
            budget.Leave();
        }
    }

    private Tenant Identify(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var tenant = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? keys.Find(header[Scheme.Length..].Trim()) : null;
        return tenant ?? throw new ApiException(
            StatusCodes.Status401Unauthorized, RejectionReasons.Unauthorized, "invalid_api_key", "Send a valid API key as 'Authorization: Bearer KEY'.");
    }
}
