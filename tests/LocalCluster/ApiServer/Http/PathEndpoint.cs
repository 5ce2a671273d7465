using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Discovery;
using Microsoft.AspNetCore.Http;

namespace InferOps.LocalCluster.Api.Http;

/// <summary>Everything that is about no resource: health, version, discovery, schemas, metrics.</summary>
internal sealed class PathEndpoint(ServerParts parts)
{
    private static readonly JsonObject Version = new()
    {
        ["major"] = "1",
        ["minor"] = "32",
        ["gitVersion"] = "v1.32.0+inferops-local",
        ["gitCommit"] = "0000000000000000000000000000000000000000",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2025-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/amd64",
    };

    public Task HandleAsync(HttpContext http, RequestTarget target, UserIdentity user)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) throw ApiException.MethodNotAllowed();
        var segments = target.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["healthz" or "readyz" or "livez", ..] => ResponseWriter.TextAsync(http, "ok"),
            ["version"] => ResponseWriter.NodeAsync(http, Version.DeepClone()),
            ["metrics"] => ResponseWriter.TextAsync(http, parts.Counts.ToText()),
            ["openapi", .. var rest] => OpenApiAsync(http, rest),
            [] => ResponseWriter.NodeAsync(http, new JsonObject { ["paths"] = new JsonArray("/api", "/apis", "/healthz", "/livez", "/metrics", "/openapi/v2", "/openapi/v3", "/readyz", "/version") }),
            _ => DiscoveryAsync(http, segments),
        };
    }

    private Task DiscoveryAsync(HttpContext http, string[] segments)
    {
        var types = parts.Types.Value;
        var format = ResponseFormat.Negotiate(http.Request);
        if (format.As == ResponseKind.Discovery && segments is ["api" or "apis"])
        {
            return AggregatedAsync(http, AggregatedDiscovery.Build(types, segments[0] == "api", format.Version), format.Version);
        }

        JsonObject? document = segments switch
        {
            ["api"] => DiscoveryDocuments.CoreVersions(http.Request.Host.Value ?? ""),
            ["apis"] => DiscoveryDocuments.GroupList(types),
            ["api", var version] => DiscoveryDocuments.Resources(types, "", version),
            ["apis", var group] => DiscoveryDocuments.Group(types, group),
            ["apis", var group, var version] => DiscoveryDocuments.Resources(types, group, version),
            _ => null,
        };
        return document is null ? throw ApiException.NotFound() : ResponseWriter.NodeAsync(http, document);
    }

    /// <summary>Clients tell an aggregated answer from a plain one by its content type.</summary>
    private static Task AggregatedAsync(HttpContext http, JsonObject document, string version)
    {
        http.Response.ContentType = $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";
        return http.Response.WriteAsync(document.ToJsonString(), http.RequestAborted);
    }

    private Task OpenApiAsync(HttpContext http, string[] rest)
    {
        var catalog = parts.Schemas.Catalog;
        if (rest is ["v2"]) return OpenApiV2Async(http);
        if (rest is not ["v3", .. var path]) throw ApiException.NotFound();
        return ResponseWriter.NodeAsync(http, path.Length == 0 ? catalog.OpenApiV3Index() : catalog.OpenApiV3(string.Join('/', path)) ?? throw ApiException.NotFound());
    }

    private async Task OpenApiV2Async(HttpContext http)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("proto-openapi.spec.v2", StringComparison.Ordinal))
        {
            await ResponseWriter.NodeAsync(http, parts.Schemas.Catalog.OpenApiV2());
            return;
        }

        http.Response.ContentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
        await http.Response.Body.WriteAsync(parts.Schemas.Catalog.OpenApiV2Protobuf(), http.RequestAborted);
    }
}
