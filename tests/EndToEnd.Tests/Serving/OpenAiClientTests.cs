using System.Text.Json.Nodes;
using InferOps.Sandbox;
using InferOps.Sandbox.Processes;
using InferOps.TestKit.Gguf;

namespace InferOps.EndToEnd.Tests.Serving;

/// <summary>The official client, as applications use it, against the service's endpoint.</summary>
[Collection(nameof(ServingCollection))]
public sealed class OpenAiClientTests(ServingSandbox serving)
{
    [Fact]
    public async Task The_official_client_gets_the_same_text_streamed_and_whole_with_usage()
    {
        var result = await Shell.RunAsync("node", [Path.Combine(AppContext.BaseDirectory, "Serving", "openai.mjs")], new Dictionary<string, string>
        {
            ["ENDPOINT"] = serving.Endpoint.ToString(),
            ["OPENAI_MODULE"] = new Uri(Path.Combine(Workspace.Repository, "artifacts/tools/npm/node_modules/openai/index.mjs")).ToString(),
        }, cancellationToken: TestContext.Current.CancellationToken);
        var seen = JsonNode.Parse(result.Checked("node openai.mjs").Output)!;

        Assert.Equal("""["reciter"]""", seen["models"]!.ToJsonString());
        foreach (var way in (string[])["whole", "streamed"])
        {
            Assert.Equal((Recital.Answer.Text, "stop"), ((string?)seen[way]!["text"], (string?)seen[way]!["finish"]));
            var usage = seen[way]!["usage"]!;
            Assert.InRange((int)usage["completion_tokens"]!, 50, 500);
            Assert.Equal((int)usage["total_tokens"]!, (int)usage["prompt_tokens"]! + (int)usage["completion_tokens"]!);
        }
        Assert.True((int)seen["streamed"]!["pieces"]! > 50, "the stream came in few pieces");
        Assert.Equal("""{"kind":"NotFoundError","status":404,"code":"model_not_found","param":"model"}""", seen["refusal"]!.ToJsonString());
    }
}
