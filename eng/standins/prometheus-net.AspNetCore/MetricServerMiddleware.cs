using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Prometheus;

/// <summary>Answers a scrape, in the format the scraper prefers.</summary>
public sealed class MetricServerMiddleware
{
    private readonly CollectorRegistry _registry;
    private readonly bool _openMetrics;

    public MetricServerMiddleware(RequestDelegate next, Settings settings)
    {
        _registry = settings.Registry ?? Metrics.DefaultRegistry;
        _openMetrics = settings.EnableOpenMetrics;
    }

    public async Task Invoke(HttpContext context)
    {
        var response = context.Response;
        try
        {
            var format = Negotiate(context.Request);

            // Collected before the first byte is sent, so that a failed scrape can still say so.
            var body = new MemoryStream();
            await using (body.ConfigureAwait(false))
            {
                await _registry.CollectAndExportAsTextAsync(body, format, context.RequestAborted).ConfigureAwait(false);
                response.ContentType = format == ExpositionFormat.OpenMetricsText
                    ? PrometheusConstants.OpenMetricsContentTypeWithVersionAndEncoding
                    : PrometheusConstants.TextContentTypeWithVersionAndEncoding;
                await response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The scraper left; there is nobody to answer.
        }
        catch (ScrapeFailedException failure)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await response.WriteAsync(failure.Message, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private ExpositionFormat Negotiate(HttpRequest request)
    {
        if (!_openMetrics || !MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)) return ExpositionFormat.PrometheusText;
        foreach (var candidate in accepted.OrderByDescending(candidate => candidate.Quality ?? 1))
        {
            if (candidate.Quality == 0) continue;
            if (candidate.MediaType == PrometheusConstants.TextContentType) return ExpositionFormat.PrometheusText;
            if (candidate.MediaType == PrometheusConstants.OpenMetricsContentType) return ExpositionFormat.OpenMetricsText;
        }

        return ExpositionFormat.PrometheusText;
    }

    public sealed class Settings
    {
        /// <summary>The default registry when absent.</summary>
        public CollectorRegistry? Registry { get; set; }

        /// <summary>Offers OpenMetrics to scrapers that ask for it.</summary>
        public bool EnableOpenMetrics { get; set; } = true;
    }
}
