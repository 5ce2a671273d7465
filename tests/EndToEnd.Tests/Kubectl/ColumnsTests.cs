namespace InferOps.EndToEnd.Tests.Kubectl;

/// <summary>The columns of <c>kubectl get</c>: what is known is shown, and nothing is there for show.</summary>
[Collection(nameof(KubectlCollection))]
public sealed class ColumnsTests(KubectlSandbox cluster)
{
    [Theory]
    [InlineData("kubectl")]
    [InlineData("kubectl-1.20")]
    public async Task A_service_that_answers_fills_its_columns(string client)
    {
        var reciter = await RowAsync(client, "infsvc", "reciter", row => row["STATUS"] == "Ready" && row["DECISION"] == "Steady");
        Assert.Equal(["NAME", "MODEL", "ENGINE", "POOLS", "READY", "TOK/S", "$/H", "$/MTOK", "STATUS", "AGE", "DESIRED", "DECISION", "GPU-MEMORY", "SAVED/H", "URL", "MESSAGE"], reciter.Keys);
        // Without traffic a million tokens have no price; everything else is known.
        Assert.DoesNotContain(reciter, cell => cell.Value.Length == 0 && cell.Key != "$/MTOK");
        Assert.Equal(("reciter", "llamasharp", "onprem", "1", "0.26"), (reciter["MODEL"], reciter["ENGINE"], reciter["POOLS"], reciter["READY"], reciter["$/H"]));
        Assert.Equal(("552Mi", "http://reciter.default.svc/v1", "All replicas answer."), (reciter["GPU-MEMORY"], reciter["URL"], reciter["MESSAGE"]));
    }

    [Fact]
    public async Task A_service_shows_its_model_before_anything_runs()
    {
        await RowAsync("kubectl", "infsvc", "chat-70b", row => (row["MODEL"], row["ENGINE"], row["GPU-MEMORY"]) == ("chat-70b", "vllm", "240Gi"));
        await RowAsync("kubectl", "infsvc", "embedder", row => (row["MODEL"], row["ENGINE"], row["GPU-MEMORY"]) == ("embedder", "llamasharp", ""));
    }

    [Theory]
    [InlineData("kubectl")]
    [InlineData("kubectl-1.20")]
    public async Task Pools_fill_their_columns(string client)
    {
        var home = await RowAsync(client, "cpool", "onprem", row => row["SERVICES"] == "1");
        Assert.Equal(("OnPremises", "1", "2", "1", "0.51", "Ready"), (home["TYPE"], home["NODES"], home["GPUS"], home["FREE"], home["$/H"], home["STATUS"]));
        var spot = await RowAsync(client, "cpool", "cloud-spot", row => row["STATUS"].Length > 0);
        Assert.Equal(("NoNodesYet", "No node exists; the first replica asks for one.", "0.42"), (spot["STATUS"], spot["MESSAGE"], spot["GPU-HOUR"]));
    }

    [Theory]
    [InlineData("kubectl")]
    [InlineData("kubectl-1.20")]
    public async Task Engines_fill_their_columns(string client)
    {
        var used = await RowAsync(client, "infeng", "vllm", row => row["SERVICES"] == "1");
        Assert.Equal(("vllm/vllm-openai:v0.18.0", "Ready", "Services can use it."), (used["IMAGE"], used["STATUS"], used["MESSAGE"]));
        await RowAsync(client, "infeng", "tgi", row => row["SERVICES"] == "0" && row["STATUS"] == "Ready");
    }

    private Task<IReadOnlyDictionary<string, string>> RowAsync(string client, string kind, string name, Func<IReadOnlyDictionary<string, string>, bool> wanted) =>
        Eventually.SeeAsync(async () => Table.Read(await cluster.Client(client).RunAsync("get", kind, "-o", "wide"))[name], wanted);
}
