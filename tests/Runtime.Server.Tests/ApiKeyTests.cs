using System.Net;
using System.Net.Http.Headers;

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

    public void Dispose() => File.Delete(_file);
}
