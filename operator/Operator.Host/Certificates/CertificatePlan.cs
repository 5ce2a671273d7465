using InferOps.Operator.Host.Webhooks;

namespace InferOps.Operator.Host.Certificates;

internal enum CertificateStep
{
    /// <summary>All is well.</summary>
    None,

    /// <summary>There is nothing usable: make an authority and a certificate.</summary>
    Begin,

    /// <summary>Make the next authority and have it trusted beside the present one.</summary>
    Introduce,

    /// <summary>Make a new certificate by the newest authority.</summary>
    Issue,
}

/// <summary>What a rotation depends on.</summary>
internal sealed record CertificateState
{
    /// <summary>The newest authority's own words.</summary>
    public required DateTimeOffset AuthorityNotBefore { get; init; }

    public required DateTimeOffset AuthorityNotAfter { get; init; }

    /// <summary>Whether API servers have been told to trust the newest authority.</summary>
    public required bool AuthorityIsTrusted { get; init; }

    public required DateTimeOffset CertificateNotAfter { get; init; }

    /// <summary>Whether the newest authority signed the certificate.</summary>
    public required bool CertificateIsOfNewest { get; init; }
}

/// <summary>
/// Decides the next step of a rotation. At no moment is something served that is not trusted:
/// <code>
///            trusted        served          then
/// Begin      A              a (by A)
/// Introduce  A, B           a               wait until every API server knows B
/// Issue      A, B           b (by B)        replicas that still serve a are trusted, too
/// ...a year later
/// Introduce  B, C           b
/// </code>
/// </summary>
internal static class CertificatePlan
{
    public static CertificateStep Next(CertificateState? state, WebhookOptions options, DateTimeOffset now)
    {
        if (state is null || state.AuthorityNotAfter <= now) return CertificateStep.Begin;
        var expires = state.CertificateNotAfter - now <= options.CertificateRenewBefore;
        if (state.CertificateIsOfNewest)
        {
            return state.AuthorityNotAfter - now <= options.AuthorityRenewBefore ? CertificateStep.Introduce
                : expires ? CertificateStep.Issue
                : CertificateStep.None;
        }

        var introduced = state.AuthorityNotBefore + CertificateIssuer.Backdated;
        var settled = now - introduced >= options.Settle || state.CertificateNotAfter <= now;
        return state.AuthorityIsTrusted && settled ? CertificateStep.Issue : CertificateStep.None;
    }
}
