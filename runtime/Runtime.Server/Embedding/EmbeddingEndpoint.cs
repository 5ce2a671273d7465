using InferOps.Runtime.Core.Embedding;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Generating;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Models;
using InferOps.Runtime.Server.Security;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Embedding;

/// <summary>POST /v1/embeddings: texts to vectors.</summary>
internal sealed class EmbeddingEndpoint(Replica replica, RequestAccounts accounts, RuntimeServerOptions options)
{
    private const string Float = "float";
    private const string Base64 = "base64";

    public async Task ServeAsync(HttpContext context)
    {
        var model = replica.Model;
        var body = await JsonBody.ReadAsync(context, WireJson.Types.EmbeddingBody);
        var request = Validate(body, model, Caller.Of(context).Tenant);
        using var account = accounts.Open(context, RuntimeInstruments.EmbeddingEndpoint, request.Tokens, answerTokens: 0);
        var submission = model.Engine.Embed(request, context.RequestAborted);
        if (submission.Rejection is { } rejection) throw ApiException.Of(rejection);
        account.Admitted();

        var result = await submission.Result!;
        if (result.Failure is { } failure) throw GenerationFailures.Describe(failure);
        var answer = new EmbeddingAnswer(body.Model ?? options.ServedName, request.Tokens, IsBase64: body.EncodingFormat == Base64);
        await answer.WriteAsync(context, new ClientConnection(context, options.SlowClientTimeout, options.Time), result.Vectors!);
    }

    private EmbeddingRequest Validate(EmbeddingBody body, ServingModel model, Tenant tenant)
    {
        var adapter = ServedModels.Adapter(body.Model, options.ServedName, model.Description);
        if (model.Embedding is not { } embedding || adapter >= 0)
            throw ApiException.Invalid("model", $"'{body.Model ?? options.ServedName}' generates here and does not embed. Serve an embedding model, or this one with --embeddings on.");
        if (body.EncodingFormat is not (null or Float or Base64)) throw ApiException.Invalid("encoding_format", $"Use '{Float}' or '{Base64}'.");

        // Cut short, a vector means something only where the model was trained for it, and no model file says so.
        if (body.Dimensions is { } wanted && wanted != embedding.Dimensions)
            throw ApiException.Unsupported("dimensions", $"The vectors of this model have {embedding.Dimensions} dimensions and cannot be shortened.");

        var inputs = (body.Input ?? []).Select(input => input.Tokens ?? model.Tokenizer.Tokenize(input.Text ?? "", addSpecial: true, parseSpecial: false));
        return embedding.Validator.Validate(tenant.Id, [.. inputs], out var request) is { } error ? throw ApiException.Of(error, error.Parameter) : request;
    }
}
