using InferOps.Runtime.Core.Sampling;

namespace InferOps.Runtime.Core.Tests.Sampling;

public sealed class SamplerTests
{
    // Probabilities 0.5, 0.25, 0.15, 0.1 at temperature 1; token 4 ends the generation.
    private static readonly float[] Logits = [MathF.Log(0.15f), MathF.Log(0.5f), MathF.Log(0.1f), MathF.Log(0.25f), -30];

    public static TheoryData<string, SamplingOptions, int[]> Choices => new()
    {
        { "temperature 0 takes the most likely", new SamplingOptions { Temperature = 0 }, [1] },
        { "no restriction", new SamplingOptions(), [0, 1, 2, 3] },
        { "top-k", new SamplingOptions { TopK = 2 }, [1, 3] },
        { "top-k beyond the vocabulary", new SamplingOptions { TopK = 99 }, [0, 1, 2, 3] },
        { "top-p keeps the token that crosses it", new SamplingOptions { TopP = 0.6f }, [1, 3] },
        { "top-p of what top-k left: 0.5 of 0.9", new SamplingOptions { TopK = 3, TopP = 0.55f }, [1] },
        { "min-p relative to the most likely", new SamplingOptions { MinP = 0.25f }, [0, 1, 3] },
        { "min-p within top-p", new SamplingOptions { MinP = 0.4f, TopP = 0.99f }, [1, 3] },
        { "a bias excludes", new SamplingOptions { LogitBias = [KeyValuePair.Create(1, -100f)] }, [0, 2, 3] },
        { "a bias decides", new SamplingOptions { Temperature = 0, LogitBias = [KeyValuePair.Create(2, 50f)] }, [2] },
        { "a high temperature", new SamplingOptions { Temperature = 2 }, [0, 1, 2, 3] },
        { "a tiny temperature", new SamplingOptions { Temperature = 0.001f }, [1] },
        { "the end is never chosen when ignored", new SamplingOptions { IgnoreEndOfGeneration = true, LogitBias = [KeyValuePair.Create(4, 100f)] }, [0, 1, 2, 3] },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Options_decide_what_can_be_chosen(string what, SamplingOptions options, int[] possible)
    {
        var seen = Enumerable.Range(0, 2000).Select(seed => Choose(options with { Seed = (ulong)seed })).ToHashSet();
        Assert.True(seen.SetEquals(possible), $"{what}: {string.Join(',', seen)}");
    }

    [Theory]
    [InlineData(1f, null)]
    [InlineData(0.9999f, null)]
    [InlineData(1f, 4)]
    public void Draws_follow_the_probabilities(float topP, int? topK)
    {
        var drawn = Enumerable.Range(0, 20_000).Select(seed => Choose(new SamplingOptions { Seed = (ulong)seed, TopP = topP, TopK = topK })).CountBy(token => token).ToDictionary();
        Assert.Equal(0.5, drawn[1] / 20_000.0, 0.02);
        Assert.Equal(0.25, drawn[3] / 20_000.0, 0.02);
        Assert.Equal(0.1, drawn[2] / 20_000.0, 0.02);
    }

    [Fact]
    public void A_seed_means_one_series_of_draws()
    {
        int[] Series(ulong seed)
        {
            var sampler = new Sampler(new SamplingOptions { Seed = seed }, []);
            var workspace = Workspace();
            return [.. Enumerable.Range(0, 50).Select(_ => sampler.Choose(Logits, workspace))];
        }

        Assert.Equal(Series(7), Series(7));
        Assert.NotEqual(Series(7), Series(8));
    }

    [Fact]
    public void Penalties_turn_away_from_what_was_said()
    {
        var sampler = new Sampler(new SamplingOptions { Temperature = 0, FrequencyPenalty = 0.6f }, []);
        var workspace = Workspace();
        Assert.Equal([1, 1, 3], Enumerable.Range(0, 3).Select(_ => sampler.Choose(Logits, workspace)).Order());
    }

    [Fact]
    public void A_repetition_penalty_looks_at_the_prompt_too()
    {
        var sampler = new Sampler(new SamplingOptions { Temperature = 0, RepetitionPenalty = 4 }, [1]);
        Assert.Equal(3, sampler.Choose(Logits, Workspace()));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Logits_that_are_not_numbers_are_refused(float logit) =>
        Assert.Throws<ModelOutputException>(() => new Sampler(new SamplingOptions(), []).Choose([0, logit, 1, 1, 1], Workspace()));

    [Fact]
    public void Log_probabilities_are_those_of_the_model()
    {
        var read = LogprobReader.Read(Logits, 3, 2, Workspace());
        Assert.Equal(MathF.Log(0.25f), read.Chosen.Logprob, 1e-4f);
        Assert.Equal([1, 3], read.Top.Select(top => top.Token));
    }

    private static int Choose(SamplingOptions options) => new Sampler(options, []).Choose(Logits, Workspace());

    private static SamplingWorkspace Workspace() => new(Logits.Length, [4]);
}
