using InferOps.Runtime.Host.Llama;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class CpuSetTests
{
    [Theory]
    [InlineData("\t0-1", new[] { 0, 1 })]
    [InlineData("0,2-4,511\n", new[] { 0, 2, 3, 4, 511 })]
    [InlineData("7", new[] { 7 })]
    [InlineData("", new int[0])]
    public void Numbers_and_ranges_are_read(string list, int[] expected) => Assert.Equal(expected, CpuSet.Parse(list));

    [Fact]
    public void CPUs_that_the_library_cannot_name_are_none() => Assert.Empty(CpuSet.Parse("0-512"));

    [Fact]
    public void This_process_has_at_least_those_that_it_is_told() => Assert.True(CpuSet.Read().Count >= Environment.ProcessorCount);
}
