using InferOps.Runtime.Core.Requests;

namespace InferOps.Runtime.Core.Tests.Requests;

public sealed class RequestValidatorTests
{
    private static readonly RequestValidator Validator = new(new RequestLimits(ContextTokens: 100, VocabularySize: 50, DefaultMaxTokens: 30));
    private static readonly GenerationParameters Valid = new() { Prompt = [1, 2, 3] };

    public static TheoryData<string, GenerationParameters, string?> Cases => new()
    {
        { "nothing but a prompt", Valid, null },
        { "exactly the context", Valid with { MaxTokens = 97 }, null },
        { "one token more", Valid with { MaxTokens = 98 }, "prompt" },
        { "as much as an integer holds", Valid with { MaxTokens = int.MaxValue }, "prompt" },
        { "a prompt that leaves no room", Valid with { Prompt = new int[100] }, "prompt" },
        { "no prompt", Valid with { Prompt = [] }, "prompt" },
        { "a token below zero", Valid with { Prompt = [-1] }, "prompt" },
        { "a token beyond the vocabulary", Valid with { Prompt = [50] }, "prompt" },
        { "no tokens asked for", Valid with { MaxTokens = 0 }, "max_tokens" },
        { "a temperature that is no number", Valid with { Temperature = float.NaN }, "temperature" },
        { "top_p zero", Valid with { TopP = 0 }, "top_p" },
        { "top_k -1 means all", Valid with { TopK = -1 }, null },
        { "a penalty that would divide by zero", Valid with { RepetitionPenalty = 0 }, "repetition_penalty" },
        { "too many stop strings", Valid with { Stop = [.. Enumerable.Repeat("x", 17)] }, "stop" },
        { "too many alternatives", Valid with { TopLogprobs = 21 }, "top_logprobs" },
        { "a bias beyond the vocabulary", Valid with { LogitBias = new Dictionary<string, float> { ["50"] = 1 } }, "logit_bias" },
        { "a bias too strong", Valid with { LogitBias = new Dictionary<string, float> { ["5"] = 101 } }, "logit_bias" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_are_checked(string what, GenerationParameters asked, string? parameter)
    {
        Assert.True(Validator.Validate(asked, 1).IsValid(out _, out var error) == parameter is null, $"{what}: {error}");
        Assert.Equal(parameter, error?.Parameter);
    }

    [Fact]
    public void Without_a_limit_the_default_applies_within_the_context()
    {
        Assert.Equal(30, Validator.Validate(Valid, 1).Request!.MaxTokens);
        Assert.Equal(5, Validator.Validate(Valid with { Prompt = new int[95] }, 1).Request!.MaxTokens);
    }

    [Fact]
    public void The_callers_seed_comes_before_the_fresh_one()
    {
        Assert.Equal(1UL, Validator.Validate(Valid, 1).Request!.Sampling.Seed);
        Assert.Equal(ulong.MaxValue, Validator.Validate(Valid with { Seed = -1 }, 1).Request!.Sampling.Seed);
    }
}
