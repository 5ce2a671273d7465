using InferOps.Runtime.Host.Llama;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class CpuQuotaTests
{
    [Theory]
    [InlineData("max 100000\n", double.PositiveInfinity)]
    [InlineData("250000 100000\n", 2.5)]
    [InlineData("50000\n 100000\n", 0.5)]
    [InlineData("-1\n 100000\n", double.PositiveInfinity)]
    [InlineData("1 0", double.PositiveInfinity)]
    [InlineData("", double.PositiveInfinity)]
    public void The_quota_of_either_version_of_cgroups_is_read(string text, double expected) => Assert.Equal(expected, CpuQuota.Parse(text));

    [Theory]
    [InlineData(double.PositiveInfinity, 16, 16)]
    [InlineData(2.5, 16, 2)]
    [InlineData(2, 16, 2)]
    [InlineData(0.5, 16, 1)]
    [InlineData(32, 16, 16)]
    public void Threads_fill_the_quota_and_never_exceed_it(double quota, int processors, int expected) => Assert.Equal(expected, CpuQuota.Threads(quota, processors));

    [Fact]
    public void This_process_gets_at_least_one() => Assert.InRange(CpuQuota.Threads(), 1, Environment.ProcessorCount);
}
