using System.Text;
using System.Text.Json;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>The file that <c>docker login</c> and <c>kubectl create secret docker-registry</c> write.</summary>
internal sealed record DockerConfig
{
    public IReadOnlyDictionary<string, DockerLogin>? Auths { get; init; }

    /// <returns>The value of a Basic header for the registry; null: the file has none.</returns>
    /// <exception cref="PullException">It is not such a file. The message holds nothing of it.</exception>
    public static string? Basic(string json, string registry)
    {
        try
        {
            var logins = JsonSerializer.Deserialize(json, OciJson.Default.DockerConfig)?.Auths ?? new Dictionary<string, DockerLogin>();
            var login = logins.FirstOrDefault(login => Host(login.Key) == Host(registry)).Value;
            return login switch
            {
                { Auth: { Length: > 0 } auth } => auth,
                { Username: { Length: > 0 } user, Password: { } password } => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")),
                _ => null,
            };
        }
        catch (JsonException)
        {
            throw PullException.Denied("the key .dockerconfigjson of the Secret in model.credentialsSecret is not what kubectl create secret docker-registry writes");
        }
    }

    /// <summary>Keys are hosts or URLs; Docker Hub has three names.</summary>
    private static string Host(string key)
    {
        var host = (key.Contains("://", StringComparison.Ordinal) ? key[(key.IndexOf("://", StringComparison.Ordinal) + 3)..] : key).Split('/')[0];
        return host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host;
    }
}

internal sealed record DockerLogin
{
    public string? Auth { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    /// <summary>Must not end up in a log by way of a record's text.</summary>
    public override string ToString() => nameof(DockerLogin);
}
