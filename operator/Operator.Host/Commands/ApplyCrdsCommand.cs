using System.Net;
using System.Text.Json.Nodes;
using InferOps.Operator.Host.Live;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace InferOps.Operator.Host.Commands;

/// <summary><c>apply-crds FOLDER</c>: applies the custom resource definitions in a folder, for helm never upgrades what it installed from <c>crds/</c>.</summary>
internal static class ApplyCrdsCommand
{
    public const string Name = "apply-crds";

    /// <param name="folder">Holds one JSON file per definition.</param>
    /// <returns>0; 1 when one was refused, after the others were tried.</returns>
    public static async Task<int> RunAsync(IKubernetesClient client, string folder, TextWriter output, CancellationToken cancellationToken)
    {
        var result = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            var name = (string)JsonNode.Parse(text)!["metadata"]!["name"]!;
            try
            {
                await WriteAsync(client, name, text, cancellationToken);
                await output.WriteLineAsync($"applied {name}");
            }
            catch (HttpOperationException refused)
            {
                await output.WriteLineAsync($"{name} was refused: {ServerMessage.Of(refused)}");
                result = 1;
            }
        }
        return result;
    }

    /// <summary>By a merge and not by server-side apply: API servers before 1.23 refuse to apply the validation rules that they do not know, and leave them out of a merge.</summary>
    private static async Task WriteAsync(IKubernetesClient client, string name, string definition, CancellationToken cancellationToken)
    {
        try
        {
            await client.PatchAsync<LiveDefinition>(new V1Patch(definition, V1Patch.PatchType.MergePatch), name, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            await client.CreateAsync(KubernetesJson.Deserialize<LiveDefinition>(definition), cancellationToken);
        }
    }
}
