using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>The form of an answer that a client asked for.</summary>
/// <param name="As">Whole objects, rows of a table, metadata alone, or discovery in one document.</param>
/// <param name="Version">Version of that form, such as <c>v1</c>.</param>
/// <param name="IsYaml">YAML instead of JSON.</param>
internal sealed record ResponseFormat(ResponseKind As, string Version, bool IsYaml)
{
    private static readonly ResponseFormat Json = new(ResponseKind.Object, "", false);

    /// <summary>The first form of the Accept header that this server speaks.</summary>
    /// <exception cref="ApiException">406 when there is none.</exception>
    public static ResponseFormat Negotiate(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        if (string.IsNullOrWhiteSpace(accept)) return Json;
        return accept.Split(',').Select(ParseRange).FirstOrDefault(format => format is not null) ?? throw NotAcceptable();
    }

    private static ResponseFormat? ParseRange(string range)
    {
        var parts = range.Split(';', StringSplitOptions.TrimEntries);
        var isYaml = parts[0] is "application/yaml";
        if (!isYaml && parts[0] is not ("application/json" or "*/*" or "application/*" or "text/*" or "text/plain" or "text/html")) return null;
        var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0]).ToDictionary(pairs => pairs.Key, pairs => pairs.First()[1]);
        var version = parameters.GetValueOrDefault("v", "");
        return parameters.GetValueOrDefault("as") switch
        {
            null => new ResponseFormat(ResponseKind.Object, "", isYaml),
            "Table" when version is "v1" or "v1beta1" => new ResponseFormat(ResponseKind.Table, version, isYaml),
            "PartialObjectMetadata" or "PartialObjectMetadataList" when version is "v1" or "v1beta1" => new ResponseFormat(ResponseKind.Metadata, version, isYaml),
            "APIGroupDiscoveryList" when version is "v2" or "v2beta1" => new ResponseFormat(ResponseKind.Discovery, version, isYaml),
            _ => null,
        };
    }

    private static ApiException NotAcceptable() =>
        new(406, "NotAcceptable", "only the following media types are accepted: application/json, application/yaml");
}

internal enum ResponseKind
{
    Object,
    Table,
    Metadata,
    Discovery,
}
