using System.Text.Json.Nodes;
using InferOps.LocalCluster.Client;
using InferOps.Sandbox;
using InferOps.TestKit;
using InferOps.TestKit.Gguf;

namespace InferOps.EndToEnd.Tests.BadInput;

/// <summary>A sandbox in which everything that is wrong was applied at once, so that each row only has to look.</summary>
public sealed class BadInputSandbox : IAsyncLifetime
{
    /// <summary>Services that the tests correct, by the row they are copies of.</summary>
    private static readonly (string Name, string Sentence)[] Corrected =
        [("corrected-pool", "names an unknown pool"), ("corrected-model", "names a missing model"), ("corrected-secret", "lacks its download token")];

    public SandboxEnvironment Environment { get; private set; } = null!;

    public int OperatorProcess { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Environment = await SandboxEnvironment.StartAsync(new() { Prometheus = false, Operator = OperatorPlace.Beside }, cancellation);
        OperatorProcess = Environment.Operator!.Id;
        WriteModels(Environment.Models);
        foreach (var manifest in Fleet()) await Environment.CreateAsync(manifest);
        foreach (var bad in BadServices.BySentence.Values) await Environment.CreateAsync(bad.Manifest());
        foreach (var (name, sentence) in Corrected) await Environment.CreateAsync(BadServices.BySentence[sentence].Manifest(name));
    }

    public ValueTask DisposeAsync() => Environment?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The pools of the quickstart and its engine, and a pool whose nodes nobody has.</summary>
    private static IEnumerable<JsonObject> Fleet()
    {
        var quickstart = Yaml.Read(File.ReadAllText(Quickstart.File));
        var empty = quickstart.First(manifest => manifest.Name == "onprem").Copy();
        empty["metadata"]!["name"] = "empty";
        empty["spec"]!["nodeSelector"]!["inferops.dev/pool-name"] = "empty";
        return [.. Yaml.Read(File.ReadAllText(Quickstart.Engine)), .. quickstart.Where(manifest => manifest.Text("kind") != "InferenceService"), empty];
    }

    private static void WriteModels(string folder)
    {
        var whole = File.ReadAllBytes(Path.Combine(folder, "reciter.gguf"));
        File.WriteAllBytes(Path.Combine(folder, "half.gguf"), DamagedModels.Truncated(whole, 0.5));
        File.WriteAllBytes(Path.Combine(folder, "page.gguf"), DamagedModels.LoginPage());
        DamagedModels.WriteLargerThanAnyGpu(Path.Combine(folder, "huge.gguf"));
    }
}
