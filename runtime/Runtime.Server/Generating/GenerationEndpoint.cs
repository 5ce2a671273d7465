using System.Text.Json;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Text;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Lifecycle;
using InferOps.Runtime.Server.Models;
using InferOps.Runtime.Server.Security;
using InferOps.Runtime.Server.Telemetry;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Generating;

/// <summary>From a request's body to its answer: the steps every generating endpoint takes, in order.</summary>
internal sealed class GenerationEndpoint(Replica replica, RequestAccounts accounts, RuntimeServerOptions options)
{
    public async Task ServeAsync<TBody>(HttpContext context, EndpointShape<TBody> shape)
        where TBody : GenerationBody
    {
        var model = replica.Model;
        var body = await JsonBody.ReadAsync(context, shape.Body);
        body.Check();
        var plan = shape.Plan(body, model);
        var requests = Validate(body, plan, model, Caller.Of(context).Tenant);
        using var account = accounts.Open(context, shape.Name, plan.Prompts.Sum(prompt => prompt.Length), requests.Sum(request => (long)request.MaxTokens));
        if (!model.Engine.Submit(requests).IsAdmitted(out var generations, out var rejection)) throw ApiException.Of(rejection);
        account.Admitted(generations);

        try
        {
            var format = shape.Format(plan, Identity(context, shape.IdPrefix, body, model), model.Engine.Tokens);
            var tokens = plan.Tools?.Tokens ?? model.Engine.Tokens;
            await AnswerAsync(context, body, format, [.. generations.Select(generation => new GenerationReader(generation, tokens))]);
        }
        finally
        {
            foreach (var generation in generations) generation.Dispose();
        }
    }

    /// <summary>One request per choice, the choices of a prompt side by side. Each has a seed of its own: the one asked for, and the numbers that follow it.</summary>
    private List<GenerationRequest> Validate(GenerationBody body, AnswerPlan plan, ServingModel model, Tenant tenant)
    {
        if (!model.Description.Generates)
            throw ApiException.Invalid("model", $"The model '{options.ServedName}' embeds and does not generate. Ask /v1/embeddings, or another model.");
        var most = model.Description.MaxSequences + options.Engine.MaxQueued;
        if (plan.Prompts.Count * body.ChoicesPerPrompt > most)
            throw ApiException.Invalid(body.N is > 1 ? "n" : body.WireName(RequestValidator.Prompt), $"This replica generates at most {most} choices at once.");

        var constraint = plan.Constraint ?? Constraints.Compile(Constraints.Asked(body), model.Grammars, Constraints.Parameter(body));
        var adapter = ServedModels.Adapter(body.Model, options.ServedName, model.Description);
        var seed = body.Seed ?? Random.Shared.NextInt64();
        var requests = new List<GenerationRequest>(plan.Prompts.Count * body.ChoicesPerPrompt);
        foreach (var prompt in plan.Prompts)
        {
            var asked = body.Parameters(prompt) with { Adapter = adapter, Key = tenant.Id, Priority = tenant.PriorityOf(-body.Priority), Constraint = constraint };
            for (var choice = 0; choice < body.ChoicesPerPrompt; choice++)
            {
                var validated = model.Validator.Validate(asked, unchecked((ulong)(seed + choice)));
                requests.Add(validated.IsValid(out var request, out var error) ? request : throw ApiException.Of(error, body.WireName(error.Parameter)));
            }
        }

        return requests;
    }

    private async Task AnswerAsync(HttpContext context, GenerationBody body, IAnswerFormat format, IReadOnlyList<GenerationReader> generations)
    {
        var client = new ClientConnection(context, options.SlowClientTimeout, options.Time);
        if (body.Stream is true)
        {
            var wanted = new AnswerOptions(client, generations.Count, body.ChoicesPerPrompt, body.StreamOptions?.IncludeUsage is true);
            using var stream = new AnswerStream(context.Response, format, wanted);
            await stream.WriteAsync(generations, context.RequestAborted);
            return;
        }

        // At once, not one after the other: a stop string is noticed by whoever reads.
        var answers = await Task.WhenAll(generations.Select(generation => WholeAnswerReader.ReadAsync(generation, context.RequestAborted)));
        context.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, WireJson.WriterOptions))
            format.WriteWhole(json, answers, Usage.Of([.. answers.Select(answer => answer.Usage)], body.ChoicesPerPrompt));
        await client.FlushAsync(context.RequestAborted);
    }

    private AnswerIdentity Identity(HttpContext context, string prefix, GenerationBody body, ServingModel model) =>
        new(prefix + context.TraceIdentifier, options.Time.GetUtcNow().ToUnixTimeSeconds(), body.Model ?? options.ServedName, model.Fingerprint);
}
