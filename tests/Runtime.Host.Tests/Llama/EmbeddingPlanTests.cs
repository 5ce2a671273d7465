using InferOps.Runtime.Host.Llama;
using LLama.Native;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class EmbeddingPlanTests
{
    private static readonly Dictionary<string, string> Chat = new() { ["general.architecture"] = "llama" };
    private static readonly Dictionary<string, string> LastToken = new() { ["general.architecture"] = "qwen3", ["qwen3.pooling_type"] = "3" };
    private static readonly Dictionary<string, string> Encoder = new() { ["general.architecture"] = "bert", ["bert.attention.causal"] = "false", ["bert.pooling_type"] = "2" };
    private static readonly Dictionary<string, string> Silent = new() { ["general.architecture"] = "gemma-embedding" };
    private static readonly Dictionary<string, string> Reranker = new() { ["general.architecture"] = "bert", ["bert.attention.causal"] = "false", ["bert.pooling_type"] = "4" };

    private static readonly (string What, Dictionary<string, string> Metadata, EmbeddingUse Use, LLamaPoolingType? Pooling, bool Generates, LLamaPoolingType? Expected)[] Uses =
    [
        ("a chat model only generates", Chat, EmbeddingUse.Auto, null, true, null),
        ("unless it is asked to embed", Chat, EmbeddingUse.On, LLamaPoolingType.Mean, true, LLamaPoolingType.Mean),
        ("or told how", Chat, EmbeddingUse.Auto, LLamaPoolingType.Last, true, LLamaPoolingType.Last),
        ("a file that pools embeds, too", LastToken, EmbeddingUse.Auto, null, true, LLamaPoolingType.Last),
        ("unless that is switched off", LastToken, EmbeddingUse.Off, null, true, null),
        ("an encoder only embeds", Encoder, EmbeddingUse.Auto, null, false, LLamaPoolingType.CLS),
        ("in the way asked for", Encoder, EmbeddingUse.Auto, LLamaPoolingType.Mean, false, LLamaPoolingType.Mean),
        ("also one that does not say what it is", Silent, EmbeddingUse.Auto, LLamaPoolingType.Mean, false, LLamaPoolingType.Mean),
    ];

    [Fact]
    public void The_file_says_what_a_model_is_for() => Assert.All(Uses, row =>
    {
        var plan = EmbeddingPlan.Make(new EmbeddingOptions { Use = row.Use, Pooling = row.Pooling }, row.Metadata);
        Assert.True(plan == new EmbeddingPlan(row.Generates, row.Expected), $"{row.What}: {plan}");
    });

    [Fact]
    public void What_cannot_be_served_fails_with_advice()
    {
        Assert.Contains("switched off", Assert.Throws<InvalidDataException>(() => EmbeddingPlan.Make(new EmbeddingOptions { Use = EmbeddingUse.Off }, Encoder)).Message, StringComparison.Ordinal);
        foreach (var metadata in new[] { Silent, Reranker })
            Assert.Contains("--pooling", Assert.Throws<InvalidDataException>(() => EmbeddingPlan.Make(new EmbeddingOptions(), metadata)).Message, StringComparison.Ordinal);
    }
}
