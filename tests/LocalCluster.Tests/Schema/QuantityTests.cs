using InferOps.LocalCluster.Schema;

namespace InferOps.LocalCluster.Tests.Schema;

/// <summary>Canonical forms of quantities.</summary>
public sealed class QuantityTests
{
    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("1000m", "1")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1000Mi", "1000Mi")]
    [InlineData("2000", "2k")]
    [InlineData("1e3", "1k")]
    [InlineData("0", "0")]
    [InlineData("0Gi", "0")]
    [InlineData("-1", "-1")]
    [InlineData("0.1m", "100u")]
    [InlineData("16", "16")]
    [InlineData("8E", "8E")]
    public void Is_written_as(string text, string canonical)
    {
        Assert.True(Quantity.TryParse(text, out var quantity));
        Assert.Equal(canonical, quantity.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1GB")]
    [InlineData("a")]
    [InlineData("1 Gi")]
    [InlineData("--1")]
    public void Is_none(string text) => Assert.False(Quantity.TryParse(text, out _));
}
