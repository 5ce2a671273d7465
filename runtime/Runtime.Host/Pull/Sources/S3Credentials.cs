namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>A key of an S3-compatible store.</summary>
/// <param name="SessionToken">Given with keys that expire; null for lasting ones.</param>
internal sealed record S3Credentials(string AccessKeyId, string SecretAccessKey, string? SessionToken)
{
    /// <summary>Must not end up in a log by way of a record's text.</summary>
    public override string ToString() => nameof(S3Credentials);
}
