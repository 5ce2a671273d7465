using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Prometheus;

public static class MetricServerMiddlewareExtensions
{
    private const string DefaultDisplayName = "Prometheus metrics";

    /// <summary>Answers scrapes at <paramref name="pattern"/>.</summary>
    public static IEndpointConventionBuilder MapMetrics(
        this IEndpointRouteBuilder endpoints, Action<MetricServerMiddleware.Settings> configure, string pattern = "/metrics")
    {
        var settings = new MetricServerMiddleware.Settings();
        configure(settings);
        var pipeline = endpoints.CreateApplicationBuilder().UseMiddleware<MetricServerMiddleware>(settings).Build();
        return endpoints.Map(pattern, pipeline).WithDisplayName(DefaultDisplayName);
    }

    /// <summary>Answers scrapes at <paramref name="pattern"/>.</summary>
    public static IEndpointConventionBuilder MapMetrics(
        this IEndpointRouteBuilder endpoints, string pattern = "/metrics", CollectorRegistry? registry = null) =>
        MapMetrics(endpoints, settings => settings.Registry = registry, pattern);
}
