using System.Text.Json;
using InferOps.LocalCluster.Api.Json;

namespace InferOps.LocalCluster.Api.Tables.Columns;

/// <summary>Columns of services and what stands behind them.</summary>
internal static class NetworkColumns
{
    private const int ShownEndpoints = 3;

    public static IReadOnlyList<Column> Service { get; } =
    [
        Common.Name,
        Column.Text("Type", element => element.Text("spec", "type")),
        Column.Text("Cluster-IP", element => element.Text("spec", "clusterIP")),
        Column.Text("External-IP", ExternalAddress),
        Column.Text("Port(s)", ServicePorts),
        Common.Age,
        Column.Wide("Selector", element => Common.Pairs(element.Map("spec", "selector"))),
    ];

    public static IReadOnlyList<Column> Endpoints { get; } =
    [
        Common.Name, Column.Text("Endpoints", element => Shorten(EndpointAddresses(element))), Common.Age,
    ];

    public static IReadOnlyList<Column> EndpointSlice { get; } =
    [
        Common.Name,
        Column.Text("AddressType", element => element.Text("addressType")),
        Column.Text("Ports", element => Shorten(element.Items("ports").Select(port => port.Number("port")?.ToString() ?? "*")) ?? "<unset>"),
        Column.Text("Endpoints", element => Shorten(element.Items("endpoints").SelectMany(endpoint => endpoint.Texts("addresses"))) ?? "<unset>"),
        Common.Age,
    ];

    public static IReadOnlyList<Column> NetworkPolicy { get; } =
    [
        Common.Name, Column.Text("Pod-Selector", element => Common.Selector(element.At("spec", "podSelector"))), Common.Age,
    ];

    public static IReadOnlyList<Column> Ingress { get; } =
    [
        Common.Name,
        Column.Text("Class", element => element.Text("spec", "ingressClassName")),
        Column.Text("Hosts", element => Shorten(element.Items("spec", "rules").Select(rule => rule.Text("host") ?? "*")) ?? "*"),
        Column.Text("Address", element => string.Join(',', element.Items("status", "loadBalancer", "ingress").Select(entry => entry.Text("ip") ?? entry.Text("hostname")))),
        Column.Text("Ports", element => element.Items("spec", "tls").Any() ? "80, 443" : "80"),
        Common.Age,
    ];

    private static string? ExternalAddress(JsonElement service)
    {
        var given = service.Texts("spec", "externalIPs");
        return service.Text("spec", "type") switch
        {
            "ExternalName" => service.Text("spec", "externalName"),
            "LoadBalancer" when given.Count == 0 => string.Join(',', service.Items("status", "loadBalancer", "ingress").Select(entry => entry.Text("ip") ?? entry.Text("hostname"))) is { Length: > 0 } addresses ? addresses : "<pending>",
            _ => given.Count == 0 ? null : string.Join(',', given),
        };
    }

    private static string? ServicePorts(JsonElement service)
    {
        var ports = service.Items("spec", "ports").Select(port =>
            port.Number("nodePort") is > 0 and { } nodePort
                ? $"{port.Number("port")}:{nodePort}/{port.Text("protocol") ?? "TCP"}"
                : $"{port.Number("port")}/{port.Text("protocol") ?? "TCP"}").ToList();
        return ports.Count == 0 ? null : string.Join(',', ports);
    }

    private static IEnumerable<string> EndpointAddresses(JsonElement endpoints) =>
        from subset in endpoints.Items("subsets")
        from port in subset.Items("ports").DefaultIfEmpty()
        from address in subset.Items("addresses")
        select port.ValueKind == JsonValueKind.Undefined ? $"{address.Text("ip")}" : $"{address.Text("ip")}:{port.Number("port")}";

    private static string? Shorten(IEnumerable<string> values)
    {
        var all = values.ToList();
        if (all.Count == 0) return null;
        var shown = string.Join(',', all.Take(ShownEndpoints));
        return all.Count > ShownEndpoints ? $"{shown} + {all.Count - ShownEndpoints} more..." : shown;
    }
}
