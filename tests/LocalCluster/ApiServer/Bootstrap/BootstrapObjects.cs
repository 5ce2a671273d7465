using System.Text.Json.Nodes;
using InferOps.LocalCluster.Api.Auth;
using InferOps.LocalCluster.Api.Http;
using InferOps.LocalCluster.Api.Json;
using InferOps.LocalCluster.Api.Objects;

namespace InferOps.LocalCluster.Api.Bootstrap;

/// <summary>Creates what every cluster has from its first moment: namespaces and the default roles.</summary>
internal static class BootstrapObjects
{
    private static readonly UserIdentity Server = UserIdentity.Of("system:apiserver", [UserIdentity.Masters]);

    public static async Task CreateAsync(ServerParts parts, CancellationToken cancellation)
    {
        foreach (var content in Read())
        {
            await CreateAsync(parts.Writer, content, cancellation);
            if (content.Text("kind") == "Namespace") await parts.Namespaces.CreateAsync(content.Text("metadata", "name")!, cancellation);
        }
    }

    private static Task CreateAsync(ObjectWriter writer, JsonObject content, CancellationToken cancellation)
    {
        var type = BuiltInTypes.Find(content.Text("apiVersion")!, content.Text("kind")!)
            ?? throw new InvalidOperationException($"Bootstrap object of unknown kind {content.Text("kind")}");
        var request = new ObjectRequest(type, content.Text("metadata", "namespace") ?? "", "")
        {
            User = Server,
            Options = new RequestOptions(),
            Manager = "kube-apiserver",
            IsInternal = true,
        };
        return writer.CreateAsync(request, content, isApply: false, cancellation);
    }

    private static List<JsonObject> Read()
    {
        using var resource = typeof(BootstrapObjects).Assembly.GetManifestResourceStream("bootstrap.yaml")
            ?? throw new InvalidOperationException("bootstrap.yaml is not embedded");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().Split("\n---\n").Select(document => YamlBody.Parse(document)).OfType<JsonObject>().ToList();
    }
}
