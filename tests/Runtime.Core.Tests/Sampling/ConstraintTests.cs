using InferOps.Runtime.Core.Requests;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Core.Tests.Fakes;

namespace InferOps.Runtime.Core.Tests.Sampling;

public sealed class ConstraintTests
{
    private static readonly float[] Logits = [MathF.Log(0.15f), MathF.Log(0.5f), MathF.Log(0.1f), MathF.Log(0.25f), -30];

    [Fact]
    public void The_most_likely_allowed_token_is_chosen() => Assert.Equal(3, Choose(new SamplingOptions { Temperature = 0 }, [0, 2, 3]));

    [Fact]
    public void Draws_under_a_constraint_follow_the_probabilities_of_what_is_allowed()
    {
        var drawn = Enumerable.Range(0, 20_000).Select(seed => Choose(new SamplingOptions { Seed = (ulong)seed }, [0, 3])).CountBy(token => token).ToDictionary();
        Assert.Equal(2, drawn.Count);
        Assert.Equal(0.25 / 0.4, drawn[3] / 20_000.0, 0.02);
    }

    [Fact]
    public void A_bias_counts_under_a_constraint_too() =>
        Assert.Equal(2, Choose(new SamplingOptions { Temperature = 0, LogitBias = [KeyValuePair.Create(2, 50f), KeyValuePair.Create(1, 99f)] }, [0, 2, 3]));

    [Fact]
    public void All_tokens_are_looked_at_only_when_the_chosen_one_is_refused()
    {
        var constraint = new AllowedTokens([1]);
        new Sampler(new SamplingOptions { Temperature = 0 }, [], () => constraint).Choose(Logits, new SamplingWorkspace(5, [4]));
        Assert.Equal(0, constraint.Restrictions);
    }

    [Fact]
    public void A_complete_text_ends_even_where_the_request_ignores_the_end() =>
        Assert.Equal(4, Choose(new SamplingOptions { Temperature = 0, IgnoreEndOfGeneration = true }, [4]));

    [Fact]
    public void A_dead_end_is_an_error() =>
        Assert.Throws<ConstraintException>(() => Choose(new SamplingOptions(), []));

    [Fact]
    public async Task A_generation_says_what_its_constraint_allows_and_ends_with_it()
    {
        await using var harness = await Harness.StartAsync();
        var constraint = new FakeConstraint("{\"ü\":1}");
        var answer = await harness.AnswerAsync("a question", asked => asked with { Constraint = () => constraint });
        Assert.Equal("{\"ü\":1}", answer.Text);
        Assert.Equal(FinishReason.Stop, answer.Finished.Reason);
        Assert.True(constraint.Disposed);
    }

    [Fact]
    public async Task A_generation_cut_short_by_max_tokens_frees_its_constraint()
    {
        await using var harness = await Harness.StartAsync();
        var constraint = new FakeConstraint("a longer text");
        var answer = await harness.AnswerAsync("a question", asked => asked with { Constraint = () => constraint, MaxTokens = 4 });
        Assert.Equal(("a lo", FinishReason.Length), (answer.Text, answer.Finished.Reason));
        Assert.True(constraint.Disposed);
    }

    [Fact]
    public async Task A_dead_end_fails_its_generation_and_no_other()
    {
        await using var harness = await Harness.StartAsync();
        var alone = await harness.AnswerAsync("another question");
        var constraint = new FakeConstraint("ab") { MayEnd = false };
        var stuck = harness.Submit(harness.Request("a question", asked => asked with { Constraint = () => constraint }));
        var other = await harness.AnswerAsync("another question");
        Assert.Equal(GenerationFailure.ConstraintUnmet, (await harness.ReadAsync(stuck)).Failed.Reason);
        Assert.Equal(alone.Text, other.Text);
        Assert.True(constraint.Disposed);
    }

    [Fact]
    public async Task A_cancelled_generation_frees_its_constraint()
    {
        var started = new TaskCompletionSource();
        await using var harness = await Harness.StartAsync(new FakeModelOptions
        {
            BeforeStep = step => { if (step > 4) started.TrySetResult(); return null; },
        });
        var constraint = new FakeConstraint(new string('a', 200));
        var generation = harness.Submit(harness.Request("a question", asked => asked with { Constraint = () => constraint, MaxTokens = 200 }));
        await started.Task;
        generation.Dispose();
        await Harness.UntilAsync(() => harness.Engine.Load.Running == 0);
        Assert.True(constraint.Disposed);
    }

    [Fact]
    public async Task An_engine_fault_frees_constraints()
    {
        await using var harness = await Harness.StartAsync(new FakeModelOptions
        {
            BeforeStep = step => step > 6 ? InferOps.Runtime.Core.Engine.StepResult.Failed("out of memory") : null,
        });
        var constraint = new FakeConstraint(new string('a', 200));
        var answer = await harness.AnswerAsync("a question", asked => asked with { Constraint = () => constraint, MaxTokens = 200 });
        Assert.Equal(GenerationFailure.EngineFault, answer.Failed.Reason);
        Assert.True(constraint.Disposed);
    }

    private static int Choose(SamplingOptions options, int[] allowed) =>
        new Sampler(options, [], () => new AllowedTokens(allowed)).Choose(Logits, new SamplingWorkspace(Logits.Length, [4]));

    private sealed class AllowedTokens(int[] allowed) : ITokenConstraint
    {
        public int Restrictions { get; private set; }

        public bool Allows(int token) => allowed.Contains(token);

        public void Restrict(Span<float> logits)
        {
            Restrictions++;
            for (var token = 0; token < logits.Length; token++)
                if (!Allows(token)) logits[token] = float.NegativeInfinity;
        }

        public void Accept(int token) => Assert.True(Allows(token));

        public void Dispose()
        {
        }
    }
}
