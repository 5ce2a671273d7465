using System.Text.Json;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Generating;

/// <summary>From a request's body to its answer: the steps every generating endpoint takes, in order.</summary>
internal sealed class GenerationEndpoint(Replica replica, RuntimeInstruments instruments, RuntimeServerOptions options)
{
    public async Task ServeAsync<TBody>(HttpContext context, EndpointShape<TBody> shape)
        where TBody : GenerationBody
    {
        var model = replica.Model;
        var body = await JsonBody.ReadAsync(context, shape.Body);
        RequireKnownModel(body.Model);
        if (body.Unsupported() is { } parameter) throw ApiException.Unsupported(parameter, $"'{parameter}' is not supported by this runtime as it was set.");

        var asked = body.Parameters(shape.Tokenize(body, model.Tokenizer));
        var freshSeed = unchecked((ulong)Random.Shared.NextInt64());
        if (!model.Validator.Validate(asked, freshSeed).IsValid(out var request, out var error)) throw ApiException.Of(error, shape.PromptParameter);
        instruments.Requested(shape.Name);
        if (!model.Engine.Submit(request).IsAdmitted(out var generation, out var rejection)) throw ApiException.Of(rejection);

        using (generation)
        {
            var format = shape.Format(Identity(context, shape.IdPrefix), model.Engine.Tokens);
            await AnswerAsync(context, body, format, new GenerationReader(generation, model.Engine.Tokens));
        }
    }

    private static async Task AnswerAsync(HttpContext context, GenerationBody body, IAnswerFormat format, GenerationReader generation)
    {
        if (body.Stream is true)
        {
            using var stream = new AnswerStream(context.Response, format, body.StreamOptions?.IncludeUsage is true);
            await stream.WriteAsync(generation, context.RequestAborted);
            return;
        }

        var answer = await WholeAnswerReader.ReadAsync(generation, context.RequestAborted);
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, WireJson.WriterOptions))
            format.WriteWhole(json, answer);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private void RequireKnownModel(string? asked)
    {
        if (asked is null || asked == options.ServedName) return;
        throw new ApiException(
            StatusCodes.Status404NotFound, RejectionReasons.UnknownModel, "model_not_found", $"The model '{asked}' does not exist here; '{options.ServedName}' does.")
        {
            Parameter = "model",
        };
    }

    private AnswerIdentity Identity(HttpContext context, string prefix) =>
        new(prefix + context.TraceIdentifier, options.Time.GetUtcNow().ToUnixTimeSeconds(), options.ServedName);
}
