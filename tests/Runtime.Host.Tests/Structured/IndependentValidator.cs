using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using InferOps.TestKit;

namespace InferOps.Runtime.Host.Tests.Structured;

/// <summary>Ajv, the validator that most of the world's JSON is checked with.</summary>
internal static class IndependentValidator
{
    /// <returns>For each answer, <c>ok</c> or what is wrong with it.</returns>
    public static async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<(JsonNode Schema, string Text)> answers)
    {
        var modules = Path.Combine(Golden.RepositoryRoot, "artifacts/tools/npm/node_modules");
        Assert.True(Directory.Exists(Path.Combine(modules, "ajv")), "the validator is not installed: run `make tools`");
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Structured", "validate.mjs")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["NODE_MODULES"] = modules;
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        foreach (var (schema, text) in answers)
            await node.StandardInput.WriteLineAsync(new JsonObject { ["schema"] = schema.DeepClone(), ["text"] = text }.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await errors);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
