using InferOps.Runtime.Server.Security;

namespace InferOps.Runtime.Server.Tests.Security;

public sealed class KeyFileTests
{
    [Fact]
    public void A_line_is_a_key_and_what_it_may_use()
    {
        var key = Assert.Single(KeyFile.Parse(["# keys", "", "  sk-1==  name=team-a rpm=60\ttpm=100000 concurrent=8 priority=5 # since May "]));
        Assert.Equal(KeyFile.Hash("sk-1=="), key.Hash);
        Assert.Equal("team-a", key.Tenant);
        Assert.Equal(5, key.Settings.Priority);
        Assert.Equal(new KeyLimits { RequestsPerMinute = 60, TokensPerMinute = 100_000, Concurrent = 8 }, key.Settings.Limits);
    }

    [Fact]
    public void A_plain_line_is_a_key_without_limits_and_a_tenant_of_its_own()
    {
        var keys = KeyFile.Parse(["first", "second"]);
        Assert.Equal(new KeySettings(), keys[0].Settings);
        Assert.NotEqual(keys[0].Tenant, keys[1].Tenant);
    }

    [Fact]
    public void Two_keys_may_share_a_name_while_one_replaces_the_other() =>
        Assert.Equal(["a", "a"], KeyFile.Parse(["old name=a rpm=5", "new name=a rpm=5"]).Select(key => key.Tenant));

    [Theory]
    [InlineData("secret rpm=0", "rpm")]
    [InlineData("secret rpm=ten", "rpm")]
    [InlineData("secret rpm", "rpm")]
    [InlineData("secret tpm=-1", "tpm")]
    [InlineData("secret concurrent=99999999999", "concurrent")]
    [InlineData("secret priority=101", "priority")]
    [InlineData("secret priority=-101", "priority")]
    [InlineData("secret name=", "name")]
    [InlineData("secret name=a/b", "name")]
    [InlineData("secret rpm=1 rpm=2", "twice")]
    [InlineData("secret burst=5", "only")]
    [InlineData("two secret", "only")]
    [InlineData("taken", "earlier")]
    [InlineData("secret name=shared rpm=9", "the same")]
    public void A_wrong_line_is_named_by_number_and_the_key_is_not_repeated(string line, string part)
    {
        var error = Assert.Throws<KeyFileException>(() => KeyFile.Parse(["taken", "# a comment", "other name=shared rpm=1", line]));
        Assert.StartsWith("line 4: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
