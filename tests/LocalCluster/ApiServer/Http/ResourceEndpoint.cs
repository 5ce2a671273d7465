using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Objects;
using InferOps.LocalCluster.Api.Subresources;
using InferOps.LocalCluster.Api.Watch;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>Answers requests about objects of served types.</summary>
internal sealed class ResourceEndpoint(ServerParts parts, CancellationToken stopping)
{
    private readonly ResponseWriter responses = new(parts.Tables);
    private readonly SubresourceTable subresources = new(parts);
    private readonly ReviewEndpoint reviews = new(parts);

    public async Task HandleAsync(HttpContext http, RequestTarget target, UserIdentity user)
    {
        var type = parts.Types.Value.Find(target.Group, target.Version, target.Resource) ?? throw ApiException.NotFound();
        if (!type.Namespaced && target.Namespace.Length > 0 && type.GroupResource != "namespaces") throw ApiException.NotFound();
        var request = Describe(http, target, user, type);
        var format = ResponseFormat.Negotiate(http.Request);
        try
        {
            if (reviews.Handles(type)) await reviews.HandleAsync(http, request);
            else if (subresources.Find(type, target.Subresource, target.Verb) is { } special) await special(http, request);
            else await OrdinaryAsync(http, target.Verb, request, format);
        }
        catch (ApiException refused) when (request.Warnings.Count > 0 && !http.Response.HasStarted)
        {
            await ResponseWriter.StatusAsync(http, refused, request.Warnings);
        }

        // What follows from a write is owed even if the client has left meanwhile.
        if (target.Verb is "delete" or "deletecollection" or "update" or "patch") await parts.CrdCleanup.AfterWriteAsync(type, CancellationToken.None);
    }

    private async Task OrdinaryAsync(HttpContext http, string verb, ObjectRequest request, ResponseFormat format)
    {
        if (request.Subresource.Length > 0 && !request.Type.Subresources.Contains(request.Subresource)) throw ApiException.NotFound();
        if (request.Subresource.Length > 0 && verb is not ("get" or "update" or "patch")) throw ApiException.MethodNotAllowed();
        if (!request.Type.Verbs.Contains(verb)) throw ApiException.MethodNotAllowed();
        switch (verb)
        {
            case "get":
                await responses.ObjectAsync(http, request, format, parts.Reader.Get(request));
                break;
            case "list":
                await responses.PageAsync(http, request, format, parts.Reader.List(request));
                break;
            case "watch":
                await WatchAsync(http, request, format);
                break;
            case "create":
                await CreateAsync(http, request, format);
                break;
            case "update":
                var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
                await responses.ObjectAsync(http, request, format, await parts.Writer.UpdateAsync(EventForms.Stored(request), EventForms.In(request.Type, body.ToObject()), http.RequestAborted));
                break;
            case "patch":
                await PatchAsync(http, request, format);
                break;
            case "delete":
                await DeleteAsync(http, request, format);
                break;
            case "deletecollection":
                await DeleteCollectionAsync(http, request, format);
                break;
            default:
                throw ApiException.MethodNotAllowed();
        }
    }

    private async Task CreateAsync(HttpContext http, ObjectRequest request, ResponseFormat format)
    {
        if (request.Type.Namespaced && request.Namespace.Length == 0) throw ApiException.BadRequest("an empty namespace may not be set during creation");
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        var created = await parts.Writer.CreateAsync(EventForms.Stored(request), EventForms.In(request.Type, body.ToObject()), isApply: false, http.RequestAborted);
        if (request.Type.GroupResource == "namespaces" && !request.Options.DryRun) await parts.Namespaces.CreateAsync(created.Key.Name, CancellationToken.None);
        await responses.ObjectAsync(http, request, format, created, 201);
    }

    private async Task PatchAsync(HttpContext http, ObjectRequest request, ResponseFormat format)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        var (patched, created) = await new PatchOperation(parts).ApplyAsync(request, body, http.RequestAborted);
        await responses.ObjectAsync(http, request, format, patched, created ? 201 : 200);
    }

    private async Task DeleteAsync(HttpContext http, ObjectRequest request, ResponseFormat format)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        var (last, removed) = await parts.Writer.DeleteAsync(request, DeletionOptions.Read(body.ToOptionalObject(), http.Request.Query), http.RequestAborted);
        if (removed) await ResponseWriter.NodeAsync(http, DeletionStatus.Of(request.Type, last), 200, request.Warnings);
        else await responses.ObjectAsync(http, request, format, last);
    }

    private async Task DeleteCollectionAsync(HttpContext http, ObjectRequest request, ResponseFormat format)
    {
        var body = await RequestBody.ReadAsync(http.Request, http.RequestAborted);
        var options = DeletionOptions.Read(body.ToOptionalObject(), http.Request.Query);
        var page = parts.Reader.List(request);
        foreach (var stored in page.Items)
        {
            var one = request with { Name = stored.Key.Name, Namespace = stored.Key.Namespace };
            try
            {
                await parts.Writer.DeleteAsync(one, options, http.RequestAborted);
            }
            catch (ApiException gone) when (gone.Code == 404)
            {
                // Another client deleted it between the list and here, which is what was asked for.
            }
        }

        await responses.PageAsync(http, request, format, page);
    }

    private async Task WatchAsync(HttpContext http, ObjectRequest request, ResponseFormat format)
    {
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        lifetime.CancelAfter(request.Options.Timeout ?? parts.Options.WatchLifetime);
        var session = new WatchSession(parts.Store, request, parts.Options.Clock, parts.Options.BookmarkInterval);
        await new WatchStream(http.Response, request, format, parts.Tables).SendAsync(session.RunAsync(lifetime.Token), lifetime.Token);
    }

    private static ObjectRequest Describe(HttpContext http, RequestTarget target, UserIdentity user, ResourceType type)
    {
        var options = RequestOptions.Read(http.Request.Query);
        return new ObjectRequest(type, type.Namespaced ? target.Namespace : "", target.Name)
        {
            Subresource = target.Subresource,
            User = user,
            Options = options,
            Manager = options.FieldManager ?? Program(http.Request.Headers.UserAgent.ToString()),
        };
    }

    private static string Program(string userAgent)
    {
        var name = userAgent.Split('/')[0].Trim();
        return name.Length == 0 ? "unknown" : name[..Math.Min(name.Length, 128)];
    }
}
