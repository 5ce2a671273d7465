using System.Net;
using System.Net.Http.Headers;
using InferOps.Runtime.Server.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.Runtime.Server.Tests;

public sealed class ApiKeyTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("# a comment", HttpStatusCode.Unauthorized)]
    [InlineData("first", HttpStatusCode.OK)]
    [InlineData("second", HttpStatusCode.OK)]
    public async Task Only_keys_in_the_file_may_ask(string? key, HttpStatusCode expected)
    {
        await File.WriteAllTextAsync(_file, "# a comment\nfirst\n\n  second  \n");
        await using var server = await ServerUnderTest.StartAsync(options: ServerUnderTest.Options with { ApiKeysFile = _file });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(expected, (await server.Client.SendAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public void A_changed_file_is_read_again_and_one_that_vanished_keeps_its_keys()
    {
        var time = new SteppedTime();
        File.WriteAllText(_file, "old");
        var keys = new ApiKeys(_file, time, NullLogger<ApiKeys>.Instance);
        File.WriteAllText(_file, "new");
        Assert.True(keys.Accepts("old"));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(keys.Accepts("old"));
        Assert.True(keys.Accepts("new"));

        File.Delete(_file);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.True(keys.Accepts("new"));
    }

    public void Dispose() => File.Delete(_file);
}

internal sealed class SteppedTime : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by.Ticks;

    public override long GetTimestamp() => _now;
}
