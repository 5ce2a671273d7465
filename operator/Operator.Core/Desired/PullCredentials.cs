using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>Which keys of the credentials Secret a container that pulls gets, by the scheme of what it pulls. The engine's container gets none of them.</summary>
/// <remarks>
/// <code>
/// hf:// https://   token                                            as a bearer token
/// s3://            AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY         and, where there are such keys, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL
/// oci://           .dockerconfigjson                                what kubectl create secret docker-registry makes
/// pvc:// file://   nothing
/// </code>
/// A key that the Secret must have is not optional, so that the kubelet says by name what is missing before anything starts.
/// </remarks>
internal static class PullCredentials
{
    private static readonly (string Variable, string Key, bool Needed)[] Token = [(RuntimeArguments.DownloadToken, "token", true)];

    private static readonly (string Variable, string Key, bool Needed)[] Registry = [(RuntimeArguments.RegistryConfig, ".dockerconfigjson", true)];

    private static readonly (string Variable, string Key, bool Needed)[] S3 =
    [
        (RuntimeArguments.S3AccessKeyId, RuntimeArguments.S3AccessKeyId, true),
        (RuntimeArguments.S3SecretAccessKey, RuntimeArguments.S3SecretAccessKey, true),
        (RuntimeArguments.S3SessionToken, RuntimeArguments.S3SessionToken, false),
        (RuntimeArguments.S3Region, RuntimeArguments.S3Region, false),
        (RuntimeArguments.S3Endpoint, RuntimeArguments.S3Endpoint, false),
    ];

    /// <param name="secret">The service's credentials Secret.</param>
    /// <param name="uri">What the container pulls.</param>
    /// <param name="all">Everything the service pulls: the Secret is for the first address that takes one, and need not have the keys of the others.</param>
    public static IReadOnlyList<JsonObject> Variables(string secret, string uri, IEnumerable<string> all)
    {
        var keys = KeysOf(uri);
        var own = keys == all.Select(KeysOf).FirstOrDefault(keys => keys.Length > 0);
        return [.. keys.Select(key => EnvironmentBuilder.FromSecret(key.Variable, secret, key.Key, optional: !(key.Needed && own)))];
    }

    private static (string Variable, string Key, bool Needed)[] KeysOf(string uri) => uri[..Math.Max(0, uri.IndexOf(':', StringComparison.Ordinal))] switch
    {
        "hf" or "https" => Token,
        "s3" => S3,
        "oci" => Registry,
        _ => [],
    };
}
