using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace InferOps.LocalCluster.Api.Auth;

/// <summary>Opaque bearer tokens handed out to named users while the server lives.</summary>
internal sealed class StaticTokens
{
    private readonly ConcurrentDictionary<string, UserIdentity> users = new();

    public string Issue(string user, IEnumerable<string> groups)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        users[token] = UserIdentity.Of(user, groups);
        return token;
    }

    public UserIdentity? Find(string token) => users.GetValueOrDefault(token);
}
