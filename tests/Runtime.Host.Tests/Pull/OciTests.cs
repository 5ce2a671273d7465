using System.Text;
using System.Text.Json;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Pull;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>oci:// addresses, against a registry that does what registries do.</summary>
public sealed class OciTests : IDisposable
{
    private const string GgufLayer = "application/vnd.docker.ai.gguf.v3";

    private static readonly string Digest = "sha256:" + PullRoom.Sha256;
    private static readonly string Login = Convert.ToBase64String(Encoding.UTF8.GetBytes("robot:hunter2"));

    private readonly PullRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Theory]
    [InlineData("Docker", GgufLayer, null, true)]
    [InlineData("Ollama", "application/vnd.ollama.image.model", null, true)]
    [InlineData("CNCF", "application/vnd.cncf.model.weight.v1.raw", null, true)]
    [InlineData("ORAS, by its title", "application/octet-stream", "m.gguf", true)]
    [InlineData("a single layer of whatever type", "application/x-model", null, false)]
    public async Task The_layer_that_is_the_model(string _, string mediaType, string? title, bool beside)
    {
        await using var server = await RegistryAsync(Manifest([.. Layers(mediaType, title), .. beside ? Layers("text/plain", "LICENSE", "sha256:" + new string('0', 64)) : []]));
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(Address(server, ":v1"))).Facts?.Sha256);
        Assert.StartsWith("/v2/team/model/manifests/v1 ", server.Requests[0], StringComparison.Ordinal);
        Assert.Equal(1 << 20, server.Requests.Where(request => request.Contains("blobs", StringComparison.Ordinal)).Skip(1).Select(Length).Max());
    }

    [Fact]
    public async Task A_token_is_fetched_with_the_login_and_renewed_when_it_expires()
    {
        await using var server = await RegistryAsync(Manifest(Layers(GgufLayer)));
        var (tokens, uses, shown) = (0, 0, new List<string>());
        var content = server.Instead;
        server.Instead = async context =>
        {
            lock (shown) shown.Add($"{context.Request.Path} {context.Request.Headers.Authorization}");
            if (context.Request.Path == "/token")
            {
                if (context.Request.Headers.Authorization == $"Basic {Login}") await context.Response.WriteAsJsonAsync(new { token = $"t{Interlocked.Increment(ref tokens)}" });
                else context.Response.StatusCode = 401;
                return true;
            }

            // The first token expires after four requests, while parts are on their way side by side; each of them may renew it.
            if (context.Request.Headers.Authorization.ToString() is { Length: > 0 } bearer && (bearer == "Bearer t1" ? Interlocked.Increment(ref uses) <= 4 : bearer.StartsWith("Bearer t", StringComparison.Ordinal))) return await content(context);
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{server.Root}token\",service=\"registry\",scope=\"repository:team/model:pull\"";
            return true;
        };
        var config = JsonSerializer.Serialize(new { auths = new Dictionary<string, object> { [server.Root.Authority] = new { auth = Login }, ["other"] = new { auth = "eA==" } } });
        Assert.Equal(PullRoom.Sha256, (await _room.PullAsync(Options(server, ":v1", config))).Facts?.Sha256);
        Assert.True(tokens > 1);
        Assert.Contains("/token", server.Requests[1], StringComparison.Ordinal);
        Assert.DoesNotContain(shown, request => request.StartsWith("/v2", StringComparison.Ordinal) && request.Contains("Basic", StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", _room.Output, StringComparison.Ordinal);

        var refused = await _room.PullAsync(Options(server, ":v2", config.Replace(Login, Convert.ToBase64String("robot:wrong"u8), StringComparison.Ordinal)));
        Assert.Contains("the login in model.credentialsSecret", refused.Failure?.Message, StringComparison.Ordinal);
        Assert.Contains("dockerconfigjson", (await _room.PullAsync(Address(server, ":v2"))).Failure?.Message, StringComparison.Ordinal);
        Assert.Equal(ModelFailureReasons.ModelAccessDenied, (await _room.PullAsync(Options(server, ":v2", "{"))).Failure?.Reason);
    }

    [Fact]
    public async Task A_registry_that_wants_a_password_gets_it()
    {
        await using var server = await RegistryAsync(Manifest(Layers(GgufLayer)));
        var content = server.Instead;
        server.Instead = context =>
        {
            if (context.Request.Headers.Authorization == $"Basic {Login}") return content(context);
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
            return Task.FromResult(true);
        };
        var config = JsonSerializer.Serialize(new { auths = new Dictionary<string, object> { [$"http://{server.Root.Authority}/v1/"] = new { username = "robot", password = "hunter2" } } });
        Assert.NotNull((await _room.PullAsync(Options(server, ":v1", config))).Facts);
    }

    [Fact]
    public async Task An_index_of_one_leads_to_it()
    {
        var manifest = Manifest(Layers(GgufLayer));
        var digest = "sha256:" + PullRoom.HashOf(manifest);
        var index = JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, manifests = new[] { new { mediaType = "application/vnd.oci.image.manifest.v1+json", digest } } });
        await using var server = await RegistryAsync(index);
        var content = server.Instead;
        server.Instead = context => context.Request.Path.Value!.EndsWith(digest, StringComparison.Ordinal) ? Send(context, manifest) : content(context);
        Assert.NotNull((await _room.PullAsync(Address(server, ":v1"))).Facts);
    }

    [Fact]
    public async Task What_the_digest_does_not_name_is_not_taken()
    {
        var manifest = Manifest(Layers(GgufLayer));
        await using var server = await RegistryAsync(manifest);
        Assert.NotNull((await _room.PullAsync(Address(server, "@sha256:" + PullRoom.HashOf(manifest)))).Facts);
        Assert.Contains("another manifest", (await _room.PullAsync(Address(server, "@sha256:" + new string('1', 64)))).Failure?.Message, StringComparison.Ordinal);
        server.Replace(PullRoom.Large(4), server.Tag);
        File.Delete(_room.Target);
        Assert.Equal(ModelFailureReasons.ChecksumMismatch, (await _room.PullAsync(Address(server, ":v1"))).Failure?.Reason);
        Assert.False(File.Exists(_room.Target));
    }

    [Theory]
    [InlineData("no model", "{\"layers\":[{\"mediaType\":\"text/plain\",\"digest\":\"x\"},{\"mediaType\":\"text/html\",\"digest\":\"y\"}]}", "holds no GGUF file")]
    [InlineData("parts", "{\"layers\":[{\"mediaType\":\"application/vnd.docker.ai.gguf.v3\",\"digest\":\"x\"},{\"mediaType\":\"application/vnd.docker.ai.gguf.v3\",\"digest\":\"y\"}]}", "as one file")]
    [InlineData("many", "{\"manifests\":[{},{}]}", "index of 2 artefacts")]
    [InlineData("a page", "<html>", "something else than a manifest")]
    [InlineData("weak digest", "{\"layers\":[{\"mediaType\":\"application/x\",\"digest\":\"md5:0\"}]}", "SHA-256")]
    public async Task Other_artefacts_are_refused(string _, string manifest, string message)
    {
        await using var server = await RegistryAsync(Encoding.UTF8.GetBytes(manifest));
        var failure = (await _room.PullAsync(Address(server, ":v1"))).Failure!;
        Assert.Equal(ModelFailureReasons.UnsupportedUri, failure.Reason);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    private static string Address(ModelServer server, string reference) => $"oci://{server.Root.Authority}/team/model{reference}";

    private PullOptions Options(ModelServer server, string reference, string config) => _room.Options(Address(server, reference)) with { Credentials = new() { RegistryConfig = config } };

    private static object[] Layers(string mediaType, string? title = null, string? digest = null) =>
        [new { mediaType, digest = digest ?? Digest, annotations = title is null ? null : new Dictionary<string, string> { ["org.opencontainers.image.title"] = title } }];

    private static byte[] Manifest(object[] layers) => JsonSerializer.SerializeToUtf8Bytes(new { schemaVersion = 2, layers });

    /// <summary>Blobs are the model; every manifest is the same.</summary>
    private static async Task<ModelServer> RegistryAsync(byte[] manifest)
    {
        var server = await ModelServer.StartAsync(PullRoom.Model);
        server.Instead = context => context.Request.Path.StartsWithSegments("/v2/team/model/manifests") ? Send(context, manifest)
            : Task.FromResult(!context.Request.Path.StartsWithSegments("/v2/team/model/blobs") && Missing(context));
        return server;
    }

    private static async Task<bool> Send(HttpContext context, byte[] body)
    {
        await context.Response.Body.WriteAsync(body);
        return true;
    }

    private static bool Missing(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return true;
    }

    private static long Length(string request) => request.Split('=')[1].Split('-') is [var from, var to] ? long.Parse(to) - long.Parse(from) + 1 : 0;
}
