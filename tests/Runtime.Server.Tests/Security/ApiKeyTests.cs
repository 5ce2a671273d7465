using System.Net;
using System.Net.Http.Headers;
using InferOps.Runtime.Server.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InferOps.Runtime.Server.Tests.Security;

public sealed class ApiKeyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string KeysFile => Path.Combine(_folder, "keys");

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", HttpStatusCode.Unauthorized)]
    [InlineData("# a comment", HttpStatusCode.Unauthorized)]
    [InlineData("#", HttpStatusCode.Unauthorized)]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("first", HttpStatusCode.OK)]
    [InlineData("second", HttpStatusCode.OK)]
    public async Task Only_keys_in_the_file_may_ask(string? key, HttpStatusCode expected)
    {
        await File.WriteAllTextAsync(KeysFile, "# a comment\nfirst\n\n  second  name=b\n");
        await using var server = await ServerUnderTest.StartAsync(options: ServerUnderTest.Options with { ApiKeysFile = KeysFile });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        Assert.Equal(expected, (await server.Client.SendAsync(request)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Client.GetAsync("/tokenize")).StatusCode);
    }

    [Fact]
    public void A_changed_file_is_read_again_and_one_that_vanished_keeps_its_keys()
    {
        var time = new SteppedTime();
        File.WriteAllText(KeysFile, "old");
        var keys = new ApiKeys(KeysFile, time, NullLogger<ApiKeys>.Instance);
        File.WriteAllText(KeysFile, "new");
        Assert.NotNull(keys.Find("old"));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(keys.Find("old"));
        Assert.NotNull(keys.Find("new"));

        File.Delete(KeysFile);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.NotNull(keys.Find("new"));
    }

    [Fact]
    public void A_mounted_secret_changes_by_swapping_a_link()
    {
        var time = new SteppedTime();
        foreach (var version in new[] { "1", "2" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            File.WriteAllText(Path.Combine(_folder, version, "keys"), $"key{version} name=team rpm=2");
        }

        var current = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(current, Path.Combine(_folder, "1"));
        File.CreateSymbolicLink(KeysFile, Path.Combine(current, "keys"));
        var keys = new ApiKeys(KeysFile, time, NullLogger<ApiKeys>.Instance);
        Assert.Null(keys.Find("key1")!.Budget!.Enter());

        Directory.CreateSymbolicLink(current + "_tmp", Path.Combine(_folder, "2"));
        Directory.Delete(current);
        Directory.Move(current + "_tmp", current);
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(keys.Find("key1"));
        var renewed = keys.Find("key2")!;
        Assert.Equal(("team", "team"), (renewed.Id, renewed.Label));
        Assert.Equal(1, renewed.Budget!.State.Running);
    }

    [Fact]
    public void A_line_that_became_wrong_keeps_the_old_keys_and_is_reported_once_without_the_key()
    {
        var time = new SteppedTime();
        var log = new RecordingLogger();
        File.WriteAllText(KeysFile, "old");
        var keys = new ApiKeys(KeysFile, time, log);
        File.WriteAllText(KeysFile, "old\nsecret rpm=none");
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(6));
            Assert.NotNull(keys.Find("old"));
            Assert.Null(keys.Find("secret"));
        }

        var message = Assert.Single(log.Messages);
        Assert.Contains("line 2", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_wrong_line_ends_the_start()
    {
        await File.WriteAllTextAsync(KeysFile, "key rpm=none");
        var options = ServerUnderTest.Options with { ApiKeysFile = KeysFile, Host = IPAddress.Loopback, Port = 0 };
        var exit = await RuntimeServer.RunAsync(options, (_, _) => throw new InvalidOperationException("not reached"), TestContext.Current.CancellationToken);
        Assert.Equal(RuntimeExitCodes.StartFailed, exit);
    }

    [Fact]
    public void A_keys_priority_is_its_ceiling_and_what_it_has_without_asking()
    {
        var tenant = Tenant.Anonymous with { Priority = 3 };
        Assert.Equal([3, 3, 3, -7], new int?[] { null, 3, 9, -7 }.Select(tenant.PriorityOf));
        Assert.Equal([0, 9, -7], new int?[] { null, 9, -7 }.Select(Tenant.Anonymous.PriorityOf));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class RecordingLogger : ILogger<ApiKeys>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Messages.Add(formatter(state, exception));
    }
}

internal sealed class SteppedTime : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Advance(TimeSpan by) => _now += by.Ticks;

    public override long GetTimestamp() => _now;
}
