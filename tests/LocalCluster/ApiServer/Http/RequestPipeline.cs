using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>Every request goes through the same steps: who, what, may they, do it, count it. A refusal at any step is one Status.</summary>
internal sealed partial class RequestPipeline(ServerParts parts, ResourceEndpoint resources, PathEndpoint paths, ILogger logger)
{
    private static readonly HashSet<string> Public = ["/healthz", "/readyz", "/livez", "/version"];

    public async Task HandleAsync(HttpContext http)
    {
        var target = new RequestTarget(http.Request.Method.ToLowerInvariant(), http.Request.Path);
        var user = UserIdentity.Anonymous;
        try
        {
            target = Target(http.Request);
            user = Impersonation.Resolve(parts.Authenticator.Authenticate(http), http.Request.Headers, parts.Policy);
            Authorize(user, target);
            await (target.IsResource ? resources.HandleAsync(http, target, user) : paths.HandleAsync(http, target, user));
        }
        catch (ApiException refused) when (!http.Response.HasStarted)
        {
            await ResponseWriter.StatusAsync(http, refused);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Response.StatusCode = 499;
        }
        catch (Exception fault)
        {
            Failed(logger, target.Verb, target.Path, fault);
            if (http.Response.HasStarted) http.Abort();
            else await ResponseWriter.StatusAsync(http, new ApiException(500, "InternalError", $"Internal error occurred: {fault.Message}"));
        }
        finally
        {
            var kind = new RequestKind(target.Verb, target.IsResource ? target.Access.ResourcePath : target.Path, user.Name, http.Response.StatusCode);
            parts.Counts.Add(kind);
            parts.Audit.Write(parts.Options.Clock.GetUtcNow(), kind, http.Request.Path + http.Request.QueryString);
        }
    }

    private static RequestTarget Target(HttpRequest request)
    {
        var watches = request.Query["watch"] is var watch && (watch == "true" || watch == "1");
        var selected = request.Query["fieldSelector"].ToString();
        const string byName = "metadata.name=";
        var name = selected.StartsWith(byName, StringComparison.Ordinal) && !selected.Contains(',') ? selected[byName.Length..] : null;
        return RequestTarget.Parse(request.Method, request.Path, watches, name);
    }

    private void Authorize(UserIdentity user, RequestTarget target)
    {
        if (!target.IsResource && Public.Contains(target.Path)) return;
        if (user.Name == UserIdentity.AnonymousName && !parts.Policy.Value.Allows(user, target.Access)) throw new ApiException(401, "Unauthorized", "Unauthorized");
        if (parts.Policy.Value.Allows(user, target.Access)) return;
        var refusal = target.Access.Refusal(user);
        if (!target.IsResource) throw ApiException.Forbidden($"forbidden: {refusal}");
        var groupResource = target.Group.Length == 0 ? target.Resource : $"{target.Resource}.{target.Group}";
        var subject = target.Name.Length == 0 ? "" : $" \"{target.Name}\"";
        throw ApiException.Forbidden($"{groupResource}{subject} is forbidden: {refusal}", new StatusSubject(target.Group, target.Resource, target.Name));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {Verb} {Path} failed")]
    private static partial void Failed(ILogger logger, string verb, string path, Exception fault);
}
