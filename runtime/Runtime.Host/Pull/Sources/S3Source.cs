using System.Net;
using System.Text.RegularExpressions;
using InferOps.Runtime.Contract;

namespace InferOps.Runtime.Host.Pull.Sources;

/// <summary>An object of S3 or of a store that speaks its protocol: signed requests, or anonymous ones to a public bucket.</summary>
internal sealed partial class S3Source(S3Location location, S3Credentials? credentials, TimeProvider time) : RemoteSource
{
    private const string RegionHeader = "x-amz-bucket-region";

    private S3Location _location = location;

    public override Uri Url => _location.Url();

    public override string Name => $"s3://{_location.Bucket}/{_location.Key}";

    public override void Authorize(HttpRequestMessage request)
    {
        if (credentials is null) return;
        var scope = new S3SigningScope(_location.SigningRegion, "s3", time.GetUtcNow());
        var headers = new Dictionary<string, string> { ["x-amz-content-sha256"] = S3Signature.EmptyBody, ["x-amz-date"] = scope.Timestamp };
        if (credentials.SessionToken is { } session) headers["x-amz-security-token"] = session;
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", S3Signature.Authorization(request.RequestUri!, headers, credentials, scope));
    }

    /// <summary>AWS names the bucket's region when it was asked in another.</summary>
    public override Task<bool> LearnAsync(HttpResponseMessage refusal, CancellationToken cancellationToken)
    {
        if (!refusal.Headers.TryGetValues(RegionHeader, out var values) || values.FirstOrDefault() is not { Length: > 0 } region || !RegionName().IsMatch(region)) return Task.FromResult(false);
        if (region == _location.SigningRegion) return Task.FromResult(false);
        _location = _location with { Region = region };
        return Task.FromResult(true);
    }

    public override (string Reason, string Advice)? Explain(HttpResponseMessage refusal, string body)
    {
        var code = ErrorCode().Match(body) is { Success: true } match ? match.Groups[1].Value : "";
        return (code, refusal.StatusCode) switch
        {
            ("NoSuchBucket", _) => (ModelFailureReasons.ModelNotFound, $"there is no bucket {_location.Bucket} there"),
            ("NoSuchKey", _) => (ModelFailureReasons.ModelNotFound, "the bucket has no such key"),
            ("InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken", _) =>
                (ModelFailureReasons.ModelAccessDenied, $"the store does not accept the keys in model.credentialsSecret ({code}); renew them"),
            ("RequestTimeTooSkewed", _) => (ModelFailureReasons.ModelAccessDenied, "the clock of this node is wrong, so its signatures are refused (RequestTimeTooSkewed)"),
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) when credentials is null =>
                (ModelFailureReasons.ModelAccessDenied, "the bucket is not public; name a Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in model.credentialsSecret"),
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => (ModelFailureReasons.ModelAccessDenied,
                "the keys in model.credentialsSecret may not read it (s3:GetObject), or it does not exist and they may not list the bucket"),
            _ => null,
        };
    }

    [GeneratedRegex("<Code>([A-Za-z]+)</Code>")]
    private static partial Regex ErrorCode();

    [GeneratedRegex("^[a-z0-9-]+$")]
    private static partial Regex RegionName();
}
