using InferOps.Runtime.Server.Errors;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Security;

/// <summary>Who sent the request at hand, and what it may use.</summary>
internal sealed class Caller(HttpContext context, Tenant tenant)
{
    public Tenant Tenant { get; } = tenant;

    /// <summary>The caller of a request; anonymous where no keys are asked for.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? new Caller(context, Tenant.Anonymous);

    /// <summary>Sets tokens aside for a request that is about to be submitted. Dispose gives back what was not used.</summary>
    /// <param name="promptTokens">Tokens of the prompt.</param>
    /// <param name="answerTokens">Most tokens of the answer, of all choices together.</param>
    /// <exception cref="ApiException">The key's tokens per minute do not allow it now.</exception>
    public TokenCharge Charge(int promptTokens, long answerTokens)
    {
        if (Tenant.Budget is not { } budget) return new TokenCharge(null, 0);
        var refusal = budget.Reserve(promptTokens, answerTokens, out var reserved);
        RateLimitHeaders.Write(context.Response.Headers, budget.State);
        return refusal is null ? new TokenCharge(budget, reserved) : throw ApiException.Of(refusal);
    }
}

/// <summary>Tokens set aside for one request.</summary>
internal sealed class TokenCharge(KeyBudget? budget, int reserved) : IDisposable
{
    private int _used;

    /// <summary>Tokens the request used: those of its prompt once it was admitted, and those generated.</summary>
    public void Use(int tokens) => _used += tokens;

    public void Dispose() => budget?.Settle(reserved, _used);
}
