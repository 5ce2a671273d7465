using System.Net;
using System.Text.Json;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Storage;

namespace InferOps.LocalCluster.Api.Admission;

/// <summary>Where a webhook is: a URL whose host its certificate must name, and for services the endpoint to connect to.</summary>
internal sealed record WebhookAddress(Uri Url, IPEndPoint? Endpoint)
{
    private const string ServiceName = "kubernetes.io/service-name";

    /// <exception cref="WebhookFailure">The service or its port is unknown, or nobody serves it.</exception>
    public static WebhookAddress Of(Webhook webhook, StoreSnapshot snapshot)
    {
        if (webhook.Client.At("service") is not { } service)
            return new(new($"{webhook.Client.Text("url")}?timeout={webhook.Timeout.TotalSeconds}s"), null);
        var (ns, name, port) = (service.Text("namespace") ?? "", service.Text("name") ?? "", service.Number("port") ?? 443);
        var path = (service.Text("path") ?? "").TrimStart('/');
        var url = new Uri($"https://{name}.{ns}.svc:{port}/{path}?timeout={webhook.Timeout.TotalSeconds}s");
        var found = snapshot.Find(new ObjectKey("services", ns, name)) ?? throw new WebhookFailure($"failed to call webhook: Post \"{url}\": service \"{name}\" not found");
        var asked = found.Root.Items("spec", "ports").Where(candidate => candidate.Number("port") == port).Select(candidate => (JsonElement?)candidate).FirstOrDefault()
            ?? throw new WebhookFailure($"failed to call webhook: Post \"{url}\": no service port {port} found for service \"{name}\"");
        var endpoints = Slices(snapshot, ns, name, asked.Text("name") ?? "").Concat(Subsets(snapshot, ns, name, asked.Text("name") ?? "")).Distinct().ToList();
        if (endpoints.Count == 0) throw new WebhookFailure($"failed to call webhook: Post \"{url}\": no endpoints available for service \"{name}\"");
        return new(url, endpoints[Random.Shared.Next(endpoints.Count)]);
    }

    private static IEnumerable<IPEndPoint> Slices(StoreSnapshot snapshot, string ns, string service, string port) =>
        from slice in snapshot.In("endpointslices.discovery.k8s.io", ns)
        where slice.Labels.GetValueOrDefault(ServiceName) == service
        from number in Ports(slice.Root, port)
        from endpoint in slice.Root.Items("endpoints")
        where endpoint.At("conditions", "ready") is not { ValueKind: JsonValueKind.False }
        from address in endpoint.Texts("addresses")
        select new IPEndPoint(IPAddress.Parse(address), number);

    /// <summary>The older form, which someone without a selector may still write.</summary>
    private static IEnumerable<IPEndPoint> Subsets(StoreSnapshot snapshot, string ns, string service, string port) =>
        from subset in snapshot.Find(new ObjectKey("endpoints", ns, service))?.Root.Items("subsets") ?? []
        from number in Ports(subset, port)
        from address in subset.Items("addresses")
        select new IPEndPoint(IPAddress.Parse(address.Text("ip")!), number);

    private static IEnumerable<int> Ports(JsonElement parent, string name) =>
        parent.Items("ports").Where(port => (port.Text("name") ?? "") == name).Select(port => (int)(port.Number("port") ?? 0));
}
