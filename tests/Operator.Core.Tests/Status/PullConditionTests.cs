using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Status;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Tests.Status;

public sealed class PullConditionTests
{
    private const string Full = "42 % (1.2 of 2.9 GiB) in container pull";

    private static readonly DateTimeOffset Now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PullProgress Progress = new((long)(1.22 * (1L << 30)), (long)(2.9 * (1L << 30)));
    private static readonly ObservedPod Pulling = new() { Name = "chat-a-1", Pool = "a", CreatedAt = Now, Address = "10.0.0.7", Pulling = "pull" };

    [Fact]
    public void A_pod_that_pulls_says_how_far_it_is() => Assert.Equal(new(false, "Pulling", Full, Turned: true), PullCondition.Next(Pulling, Progress, Now));

    [Fact]
    public void A_pod_that_does_not_answer_says_where_to_look() =>
        Assert.Equal("how far it is: kubectl logs chat-a-1 -c pull -f", PullCondition.Next(Pulling, null, Now)!.Message);

    [Theory]
    [InlineData(9, "1 %", false)]
    [InlineData(10, "1 %", true)]
    [InlineData(60, Full, false)]
    public void A_younger_number_or_the_same_is_not_written(int age, string before, bool written)
    {
        var next = PullCondition.Next(Pulling with { PullShown = new(false, before, Now.AddSeconds(-age)) }, Progress, Now);
        Assert.Equal(written, next is not null);
        Assert.NotEqual(true, next?.Turned);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_model_that_is_there_is_said_once(bool said, bool written)
    {
        var pod = Pulling with { Pulling = null, Pulled = true, PullShown = said ? new(true, "", Now) : null };
        Assert.Equal(written ? new(true, "Pulled", "", Turned: true) : null, PullCondition.Next(pod, null, Now));
    }

    [Fact]
    public void A_pod_that_goes_or_only_reads_a_header_says_nothing()
    {
        Assert.All(new[] { Pulling with { Terminating = true }, Pulling with { Finished = true }, Pulling with { Inspection = true } }, pod =>
        {
            Assert.False(PullCondition.IsDue(pod, Now));
            Assert.Null(PullCondition.Next(pod with { Pulled = true }, Progress, Now));
        });
    }
}
