using System.Text.RegularExpressions;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>The forms a model's address may have.</summary>
internal static partial class ModelUri
{
    private const string Forms = "hf://org/repo/file, https://host/file, s3://bucket/key, oci://registry/name:tag, pvc://claim/path or file:///path";

    /// <returns>What is wrong with the address and what to write; null: nothing.</returns>
    public static string? Problem(string uri)
    {
        if (string.IsNullOrWhiteSpace(uri)) return $"is empty; write {Forms}";
        if (uri.Any(char.IsWhiteSpace) || uri.Any(char.IsControl)) return "contains white space; percent-encode it";
        var separator = uri.IndexOf("://", StringComparison.Ordinal);
        if (separator <= 0) return $"'{uri}' has no scheme; write {Forms}";

        var rest = uri[(separator + 3)..];
        if (rest.Split('/').Contains("..")) return "contains '..'; write the path without it";
        return uri[..separator] switch
        {
            "hf" => rest.Split('/', StringSplitOptions.RemoveEmptyEntries).Length >= 2 ? null : "names no repository; write hf://org/repo/file@revision",
            "https" => HttpsProblem(uri),
            "s3" => S3Problem(rest),
            "oci" => Reference().IsMatch(rest) ? null : "is no reference to an artefact; write oci://registry/name:tag or oci://registry/name@sha256:…",
            "pvc" => HasTwoParts(rest) ? null : "names no file; write pvc://claim/path",
            "file" => rest.Length > 1 && rest[0] == '/' ? null : "is not an absolute path; write file:///path",
            "http" => "would be fetched without encryption; use https://",
            var scheme => $"has the unknown scheme '{scheme}'; write {Forms}",
        };
    }

    private static string? S3Problem(string rest)
    {
        var parts = rest.Split('?', 2);
        if (!HasTwoParts(parts[0])) return "names no object; write s3://bucket/key";
        return parts is [_, var query] && !query.Split('&').All(pair => S3Setting().IsMatch(pair)) ? "is followed by something else than ?endpoint=https://host&region=name" : null;
    }

    private static bool HasTwoParts(string rest) => rest.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < rest.Length - 1;

    private static string? HttpsProblem(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || parsed.AbsolutePath.Length < 2) return "names no file; write https://host/file";
        return parsed.UserInfo.Length == 0 ? null : "carries credentials; put a token into a Secret and name it in credentialsSecret";
    }

    [GeneratedRegex("^(endpoint=(https?://)?[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?|region=[a-z0-9-]+)$")]
    private static partial Regex S3Setting();

    [GeneratedRegex("^[A-Za-z0-9.-]+(:[0-9]{1,5})?/[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$")]
    private static partial Regex Reference();
}
