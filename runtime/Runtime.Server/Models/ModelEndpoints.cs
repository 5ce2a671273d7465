using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace InferOps.Runtime.Server.Models;

/// <summary>Which models this replica serves: one, under its own name and under the name of each adapter.</summary>
internal static class ModelEndpoints
{
    public static void MapModels(this IEndpointRouteBuilder routes, Replica replica, RuntimeServerOptions options)
    {
        var created = options.Time.GetUtcNow().ToUnixTimeSeconds();
        routes.MapGet("/v1/models", context =>
            context.Response.WriteAsJsonAsync(new ModelList("list", Cards()), WireJson.Types.ModelList, "application/json", context.RequestAborted));
        routes.MapGet("/v1/models/{**model}", context =>
        {
            var asked = (string?)context.Request.RouteValues["model"];
            var card = Cards().FirstOrDefault(card => card.Id == asked) ?? throw ServedModels.NotFound(asked, options.ServedName);
            return context.Response.WriteAsJsonAsync(card, WireJson.Types.ModelCard, "application/json", context.RequestAborted);
        });

        // While the model loads, its adapters and its length are not known yet.
        IReadOnlyList<ModelCard> Cards()
        {
            var model = replica.LoadedModel;
            var served = new ModelCard(options.ServedName, "model", created, "inferops") { MaxModelLen = model?.Validator.Limits.ContextTokens };
            return [served, .. (model?.Description.Adapters ?? []).Select(adapter => served with { Id = adapter, Parent = options.ServedName })];
        }
    }
}
