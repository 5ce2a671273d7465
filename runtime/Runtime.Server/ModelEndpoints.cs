using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InferOps.Runtime.Server;

/// <summary>Which model this replica serves.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes, RuntimeServerOptions options)
    {
        var card = new ModelCard(options.ServedName, "model", options.Time.GetUtcNow().ToUnixTimeSeconds(), "inferops");
        routes.MapGet("/v1/models", context =>
            context.Response.WriteAsJsonAsync(new ModelList("list", [card]), WireJson.Types.ModelList, "application/json", context.RequestAborted));
        routes.MapGet("/v1/models/{**model}", context =>
            (string?)context.Request.RouteValues["model"] == options.ServedName
                ? context.Response.WriteAsJsonAsync(card, WireJson.Types.ModelCard, "application/json", context.RequestAborted)
                : throw new ApiException(StatusCodes.Status404NotFound, RejectionReasons.UnknownModel, "model_not_found", "No such model here."));
    }
}
