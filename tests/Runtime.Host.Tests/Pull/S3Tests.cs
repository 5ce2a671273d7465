using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>s3:// addresses: signatures as AWS publishes them, and stores that check them.</summary>
public sealed class S3Tests : IDisposable
{
    private const string KeyId = "AKIAIOSFODNN7EXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private static readonly S3Credentials Keys = new(KeyId, Secret, null);

    private readonly PullRoom _room = new();

    public void Dispose() => _room.Dispose();

    /// <summary>The examples of "Signature Calculations for the Authorization Header", Amazon S3 API Reference.</summary>
    [Theory]
    [InlineData("https://examplebucket.s3.amazonaws.com/test.txt", "bytes=0-9", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("https://examplebucket.s3.amazonaws.com/?lifecycle", null, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2", null, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Requests_are_signed_as_the_manual_says(string url, string? range, string signature)
    {
        var headers = new Dictionary<string, string> { ["x-amz-content-sha256"] = S3Signature.EmptyBody, ["x-amz-date"] = "20130524T000000Z" };
        if (range is not null) headers["range"] = range;
        var scope = new S3SigningScope("us-east-1", "s3", new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential={KeyId}/20130524/us-east-1/s3/aws4_request, SignedHeaders={string.Join(';', headers.Keys.Append("host").Order(StringComparer.Ordinal))}, Signature={signature}",
            S3Signature.Authorization(new Uri(url), headers, Keys, scope));
    }

    /// <summary>From the test suite that AWS publishes for Signature Version 4.</summary>
    [Theory]
    [InlineData("get-vanilla", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("get-vanilla-query-order-key-case", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void Requests_are_signed_as_the_test_suite_says(string _, string path, string signature)
    {
        var credentials = new S3Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
        var scope = new S3SigningScope("us-east-1", "service", new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero));
        var headers = new Dictionary<string, string> { ["x-amz-date"] = scope.Timestamp };
        Assert.EndsWith("Signature=" + signature, S3Signature.Authorization(new Uri("https://example.amazonaws.com" + path), headers, credentials, scope), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models/m.gguf", "https://models.s3.us-east-1.amazonaws.com/m.gguf")]
    [InlineData("models/a/b%20c+d.gguf?region=eu-west-3", "https://models.s3.eu-west-3.amazonaws.com/a/b%20c%2Bd.gguf")]
    [InlineData("my.models/m.gguf", "https://s3.us-east-1.amazonaws.com/my.models/m.gguf")]
    [InlineData("models/m.gguf?region=cn-north-1", "https://models.s3.cn-north-1.amazonaws.com.cn/m.gguf")]
    [InlineData("models/m.gguf?endpoint=minio.example:9000", "https://minio.example:9000/models/m.gguf")]
    [InlineData("models/./x//m.gguf?endpoint=https://s3.example/base/", "https://s3.example/base/models/./x//m.gguf")]
    public void An_address_leads_to(string rest, string url) => Assert.Equal(url, S3Location.Parse(rest, S3Settings.None).Url().AbsoluteUri);

    [Fact]
    public async Task Every_request_is_signed_and_checked_out_by_the_store()
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        server.Instead = context => Task.FromResult(Refused(context, new S3Credentials(KeyId, Secret, "session"), "eu-1"));
        var settings = new S3Settings(Keys with { SessionToken = "session" }, server.Root.AbsoluteUri, "eu-1");
        Assert.Equal(PullRoom.Sha256, (await _room.PullFromS3Async("s3://models/a%20b/m+1.gguf", settings)).Facts?.Sha256);
        Assert.All(server.Requests, request => Assert.StartsWith("/models/a%20b/m+1.gguf ", request, StringComparison.Ordinal));
        var failure = (await _room.PullFromS3Async("s3://models/other.gguf", settings with { Credentials = Keys with { SecretAccessKey = "hunter2" } })).Failure!;
        Assert.Equal(ModelFailureReasons.ModelAccessDenied, failure.Reason);
        Assert.Contains("SignatureDoesNotMatch", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", _room.Output + failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_names_the_right_region_is_asked_there()
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        server.Instead = context =>
        {
            if (!context.Request.Headers.Authorization.ToString().Contains("/us-east-1/", StringComparison.Ordinal)) return Task.FromResult(Refused(context, Keys, "eu-2"));
            context.Response.StatusCode = 400;
            context.Response.Headers["x-amz-bucket-region"] = "eu-2";
            return Task.FromResult(true);
        };
        Assert.NotNull((await _room.PullFromS3Async($"s3://models/m.gguf?endpoint={server.Root}", new S3Settings(Keys, null, null))).Facts);
    }

    [Fact]
    public async Task A_public_bucket_needs_no_keys()
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        var signed = false;
        server.Instead = context =>
        {
            signed |= context.Request.Headers.Authorization.Count > 0;
            return Task.FromResult(false);
        };
        Assert.NotNull((await _room.PullAsync($"s3://models/m.gguf?endpoint={server.Root}")).Facts);
        Assert.False(signed);
    }

    [Theory]
    [InlineData(404, "NoSuchBucket", ModelFailureReasons.ModelNotFound, "no bucket models")]
    [InlineData(404, "NoSuchKey", ModelFailureReasons.ModelNotFound, "no such key")]
    [InlineData(403, "AccessDenied", ModelFailureReasons.ModelAccessDenied, "not public")]
    [InlineData(403, "RequestTimeTooSkewed", ModelFailureReasons.ModelAccessDenied, "clock")]
    [InlineData(503, "SlowDown", ModelFailureReasons.DownloadFailed, "given up")]
    public async Task Refusals_say_what_to_do(int status, string code, string reason, string advice)
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        server.Instead = context => Task.FromResult(Error(context, status, code));
        var failure = (await _room.PullAsync($"s3://models/m.gguf?endpoint={server.Root}")).Failure!;
        Assert.Equal(reason, failure.Reason);
        Assert.Contains(advice, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>What a store does: signs what it got with the keys it knows, and compares.</summary>
    private static bool Refused(HttpContext context, S3Credentials keys, string region)
    {
        var headers = context.Request.Headers.Where(header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        var time = DateTimeOffset.ParseExact(headers["x-amz-date"], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var url = new Uri($"http://{context.Request.Host}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var right = S3Signature.Authorization(url, headers, keys, new S3SigningScope(region, "s3", time)) == context.Request.Headers.Authorization;
        var session = keys.SessionToken is null || headers.GetValueOrDefault("x-amz-security-token") == keys.SessionToken;
        return !(right && session) && Error(context, 403, "SignatureDoesNotMatch");
    }

    private static bool Error(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        context.Response.WriteAsync($"<?xml version=\"1.0\"?><Error><Code>{code}</Code></Error>").GetAwaiter().GetResult();
        return true;
    }
}
