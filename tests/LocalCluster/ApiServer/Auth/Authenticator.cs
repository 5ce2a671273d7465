using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using InferOps.LocalCluster.Pki;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Auth;

/// <summary>Turns a client certificate or a bearer token into a user.</summary>
internal sealed class Authenticator(CertificateAuthority authority, StaticTokens staticTokens, ServiceAccountTokens serviceAccountTokens)
{
    private readonly ConcurrentDictionary<string, UserIdentity> knownCertificates = new();

    /// <returns>The user, anonymous when no credential came.</returns>
    /// <exception cref="ApiException">401 when a credential came and is not valid.</exception>
    public UserIdentity Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return FromToken(header["Bearer ".Length..].Trim()) ?? throw Unauthorized();
        return http.Connection.ClientCertificate is { } certificate ? FromCertificate(certificate) : UserIdentity.Anonymous;
    }

    /// <returns>Null when the token is unknown, expired or of a deleted service account.</returns>
    public UserIdentity? FromToken(string token) => staticTokens.Find(token) ?? serviceAccountTokens.Verify(token);

    private UserIdentity FromCertificate(X509Certificate2 certificate)
    {
        if (knownCertificates.TryGetValue(certificate.Thumbprint, out var known)) return known;
        if (!authority.Issued(certificate)) throw Unauthorized();
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => part.GetSingleElementType().Value == "2.5.4.10")
            .Select(part => part.GetSingleElementValue()!);
        var user = UserIdentity.Of(certificate.GetNameInfo(X509NameType.SimpleName, false), groups);
        knownCertificates[certificate.Thumbprint] = user;
        return user;
    }

    private static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");
}
