using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Server.Errors;
using InferOps.Runtime.Server.Security;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Telemetry;

/// <summary>Keeps account of requests: for their keys' budgets and for the metrics.</summary>
internal sealed class RequestAccounts(RuntimeInstruments instruments)
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
        return new RequestAccount(caller.Tenant, caller.Charge(promptTokens, answerTokens), promptTokens, instruments.Requests);
    }
}

/// <summary>The account of one request: nothing is owed until it was admitted.</summary>
internal sealed class RequestAccount(Tenant tenant, TokenCharge charge, int promptTokens, RequestInstruments instruments) : IDisposable
{
    private IReadOnlyList<Generation> _generations = [];
    private bool _admitted;

    /// <summary>It is being served: by one generation per choice, or by none where nothing is generated.</summary>
    public void Admitted(params IReadOnlyList<Generation> generations) => (_generations, _admitted) = (generations, true);

    public void Dispose()
    {
        if (_admitted)
        {
            var generated = _generations.Sum(generation => generation.GeneratedTokens);
            charge.Use(promptTokens + generated);
            instruments.Served(tenant.Label, promptTokens, generated);
            foreach (var generation in _generations) instruments.Finished(GenerationEnds.Name(generation));
        }

        charge.Dispose();
    }
}
