using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server;

/// <summary>Gives every request an id, the caller's where it sent a sane one, and says it in the answer.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next)
{
    private const string Header = "X-Request-Id";
    private const int MaxLength = 64;

    public Task Invoke(HttpContext context)
    {
        var sent = context.Request.Headers[Header].ToString();
        context.TraceIdentifier = IsSane(sent) ? sent : Guid.NewGuid().ToString("N");
        context.Response.Headers[Header] = context.TraceIdentifier;
        return next(context);
    }

    private static bool IsSane(string id) => id.Length is > 0 and <= MaxLength && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
