using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>Keeps account of requests: for their keys' budgets, for the metrics and for traces.</summary>
internal sealed class RequestAccounts(RuntimeInstruments instruments, RuntimeServerOptions options)
{
    /// <summary>Opens the account of a valid request, just before it is submitted. Dispose when it was answered.</summary>
    /// <param name="context">Its HTTP exchange.</param>
    /// <param name="endpoint">The <c>endpoint</c> label.</param>
    /// <param name="promptTokens">Tokens of its prompt, or of all its inputs.</param>
    /// <param name="answerTokens">Most tokens of the answer, of all choices together; 0 where nothing is generated.</param>
    /// <exception cref="ApiException">The key's tokens per minute do not allow it now.</exception>
    public RequestAccount Open(HttpContext context, string endpoint, int promptTokens, long answerTokens)
    {
        instruments.Requests.Requested(endpoint);
        var caller = Caller.Of(context);
        var summary = new RequestSummary(endpoint, options.ServedName, caller.Tenant.Label, promptTokens, []);
        return new RequestAccount(summary, caller.Charge(promptTokens, answerTokens), closed => Close(context, closed));
    }

    private void Close(HttpContext context, RequestSummary account)
    {
        var generated = account.Generations.Sum(generation => generation.GeneratedTokens);
        instruments.Requests.Served(account.Key, account.PromptTokens, generated);
        foreach (var generation in account.Generations) instruments.Requests.Finished(generation);
        if (GenerationSpans.AreWanted && context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
            GenerationSpans.Write(span, account, options.Time);
    }
}

/// <summary>The account of one request: nothing is owed until it was admitted.</summary>
internal sealed class RequestAccount(RequestSummary summary, TokenCharge charge, Action<RequestSummary> close) : IDisposable
{
    private RequestSummary? _admitted;

    /// <summary>It is being served: by one generation per choice, or by none where nothing is generated.</summary>
    public void Admitted(params IReadOnlyList<Generation> generations) => _admitted = summary with { Generations = generations };

    public void Dispose()
    {
        if (_admitted is not null)
        {
            charge.Use(_admitted.PromptTokens + _admitted.Generations.Sum(generation => generation.GeneratedTokens));
            close(_admitted);
        }

        charge.Dispose();
    }
}
