using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Auth;

/// <summary>
/// Signed tokens of service accounts (JWT, ES256) with the claims of real ones, so that clients can read their expiry. A token dies with its
/// account, and with the pod it is bound to.
/// </summary>
internal sealed class ServiceAccountTokens(ObjectStore store, TimeProvider clock) : IDisposable
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private static readonly string Header = Encode(new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT" });
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="account">The service account.</param>
    /// <param name="audiences">Who may accept it; the API server itself when empty.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <param name="pod">The pod it is bound to; null for a free token.</param>
    public string Issue(StoredObject account, IReadOnlyList<string> audiences, TimeSpan lifetime, StoredObject? pod)
    {
        var now = clock.GetUtcNow();
        var kubernetes = new JsonObject
        {
            ["namespace"] = account.Key.Namespace,
            ["serviceaccount"] = Reference(account),
        };
        if (pod is not null) kubernetes["pod"] = Reference(pod);
        var claims = new JsonObject
        {
            ["aud"] = (audiences.Count == 0 ? [Issuer] : audiences).ToJsonArray(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = kubernetes,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{account.Key.Namespace}:{account.Key.Name}",
        };
        var content = $"{Header}.{Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256))}";
    }

    /// <returns>The account's user; null when the token is not ours, expired, or outlived its account or pod.</returns>
    public UserIdentity? Verify(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || !parts.All(part => Base64Url.IsValid(part)) || !IsSigned(parts)) return null;
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var claims = document.RootElement;
        if (claims.Number("exp") <= clock.GetUtcNow().ToUnixTimeSeconds()) return null;
        var ns = claims.Text("kubernetes.io", "namespace") ?? "";
        var account = claims.At("kubernetes.io", "serviceaccount");
        if (account is null || !Lives("serviceaccounts", ns, account.Value)) return null;
        if (claims.At("kubernetes.io", "pod") is { } pod && !Lives("pods", ns, pod)) return null;
        return UserIdentity.ServiceAccount(ns, account.Value.Text("name")!) with { Uid = account.Value.Text("uid")! };
    }

    public void Dispose() => key.Dispose();

    private bool IsSigned(string[] parts) => key.VerifyData(
        Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256);

    private bool Lives(string resource, string ns, JsonElement reference) =>
        store.Find(new ObjectKey(resource, ns, reference.Text("name") ?? "")) is { } found && found.Uid == reference.Text("uid");

    private static JsonObject Reference(StoredObject stored) => new() { ["name"] = stored.Key.Name, ["uid"] = stored.Uid };

    private static string Encode(JsonObject content) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content.ToJsonString()));
}
