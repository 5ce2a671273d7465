using System.Globalization;
using System.Text.Json.Nodes;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Desired;

/// <summary>Has the Prometheus Operator scrape the replicas and keep the two labels that the operator's queries group by.</summary>
internal static class PodMonitorBuilder
{
    public static JsonObject Build(DesiredInput input)
    {
        var service = input.Service;
        var manifest = Manifest.Create("monitoring.coreos.com/v1", "PodMonitor", Names.Service(service.Key.Name), service, Names.Replica);
        manifest["spec"] = new JsonObject
        {
            ["selector"] = Manifest.Matching((PodLabels.Service, service.Key.Name), (PodLabels.Component, Names.Replica)),
            ["podTargetLabels"] = Manifest.Texts([PodLabels.Service, PodLabels.Pool]),
            ["podMetricsEndpoints"] = Manifest.List(new JsonObject
            {
                ["port"] = RuntimeEndpoints.PortName,
                ["path"] = input.Engine.MetricsPath,
                ["interval"] = string.Create(CultureInfo.InvariantCulture, $"{input.Options.ScrapeInterval.TotalSeconds:0}s"),
            }),
        };
        return manifest;
    }
}
