using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Models;

/// <summary>What the <c>model</c> of a request can mean.</summary>
internal static class ServedModels
{
    /// <summary>The adapter that <paramref name="asked"/> names: −1 for the model itself, which is also meant where nothing is said.</summary>
    /// <exception cref="ApiException">Neither the model nor one of its adapters has this name.</exception>
    public static int Adapter(string? asked, string servedName, ModelDescription model)
    {
        if (asked is null || asked == servedName) return -1;
        for (var adapter = 0; adapter < model.Adapters.Count; adapter++)
        {
            if (model.Adapters[adapter] == asked) return adapter;
        }

        throw NotFound(asked, servedName);
    }

    public static ApiException NotFound(string? asked, string servedName) => new(
        StatusCodes.Status404NotFound, RejectionReasons.UnknownModel, "model_not_found", $"The model '{asked}' does not exist here; '{servedName}' does.")
    {
        Parameter = "model",
    };
}
