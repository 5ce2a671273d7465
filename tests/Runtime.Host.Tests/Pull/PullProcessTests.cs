using System.Text;
using System.Text.Json;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull.Transfer;
using InferOps.Runtime.Host.Tests.Serve;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>Pulls as pods run them: one process each.</summary>
public sealed class PullProcessTests : IDisposable
{
    private const string Secret = "hunter2-must-not-be-seen";

    private static readonly byte[] Large = PullRoom.Large(60);

    private readonly PullRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task Two_pods_of_a_node_download_once()
    {
        await using var server = await ModelServer.StartAsync(Large);
        using var one = Pull(server.Url);
        using var other = Pull(server.Url);
        Assert.Equal((0, 0), (await one.ExitAsync(), await other.ExitAsync()));
        Assert.Equal(Large.Length + RemoteHeaderStream.FirstRange, server.BytesSent);
        Assert.Contains("is already here", await one.Output + await other.Output, StringComparison.Ordinal);
        Assert.Equal(PullRoom.HashOf(Large), PullRoom.HashOf(await File.ReadAllBytesAsync(_room.Target)));
    }

    [Fact]
    public async Task A_killed_pull_leaves_no_lock_and_its_bytes()
    {
        await using var server = await ModelServer.StartAsync(Large);
        var requests = 0;
        server.Instead = async context =>
        {
            // The header and one of two parts; the other never comes.
            if (Interlocked.Increment(ref requests) < 3) return false;
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        using (var killed = Pull(server.Url))
            await Wait.UntilAsync("a part is noted", () => Task.FromResult(File.Exists(PartialFile.JournalOf(_room.Partial)) && File.ReadAllLines(PartialFile.JournalOf(_room.Partial)).Length > 1));

        server.Instead = _ => Task.FromResult(false);
        using var next = Pull(server.Url);
        Assert.Equal(0, await next.ExitAsync());
        Assert.Contains("going on after", await next.Output, StringComparison.Ordinal);
        Assert.Equal(PullRoom.HashOf(Large), PullRoom.HashOf(await File.ReadAllBytesAsync(_room.Target)));
    }

    [Fact]
    public async Task A_pull_says_how_far_it_is_while_it_pulls()
    {
        const string Host = "127.0.79.1";
        await using var server = await ModelServer.StartAsync(Large);
        var (requests, rest) = (0, new TaskCompletionSource());
        server.Instead = async context =>
        {
            // The header and one of two parts; the other waits to be asked about.
            if (Interlocked.Increment(ref requests) >= 3) await rest.Task.WaitAsync(context.RequestAborted);
            return false;
        };
        using var pull = new RuntimeProcess(null, "pull", "--uri", server.Url, "--to", _room.Target, RuntimeArguments.ProgressHost, Host);
        using var client = new HttpClient();
        var address = new Uri($"http://{Host}:{RuntimeEndpoints.PullPort}{RuntimeEndpoints.Pull}");
        PullProgress? seen = null;
        await Wait.UntilAsync("a part is here", async () =>
        {
            try
            {
                seen = JsonSerializer.Deserialize(await client.GetByteArrayAsync(address), PullProgressJson.Default.PullProgress);
            }
            catch (HttpRequestException)
            {
                return false;
            }
            return seen!.Bytes >= 32 << 20;
        });
        Assert.Equal(Large.Length, seen!.FileBytes);
        Assert.InRange(seen.Bytes, 1, Large.Length - 1);
        rest.SetResult();
        Assert.Equal(0, await pull.ExitAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(address));
    }

    public static TheoryData<string, string, int> Ends => new()
    {
        { "https-like", "it works", 200 }, { "https-like", "it is refused", 403 }, { "https-like", "it redirects", 302 },
        { "s3", "it works", 200 }, { "s3", "it is refused", 403 },
        { "oci", "it works", 200 }, { "oci", "it is refused", 403 },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task No_credential_appears_in_output_report_or_process_list(string scheme, string _, int status)
    {
        await using var server = await ModelServer.StartAsync(PullRoom.Model);
        var shown = new List<string>();
        server.Instead = context => AnswerAsync(context, server, status, shown);
        var authority = server.Root.Authority;
        var uri = scheme switch { "s3" => $"s3://models/m.gguf?endpoint={server.Root}", "oci" => $"oci://{authority}/team/model:v1", _ => server.Url };
        var log = Path.Combine(_room.Folder, "termination-log");
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"robot:{Secret}"));
        using var pull = Pull(uri, new()
        {
            [RuntimeArguments.DownloadToken] = Secret + "\n",
            [RuntimeArguments.S3AccessKeyId] = "AKIAEXAMPLE",
            [RuntimeArguments.S3SecretAccessKey] = Secret + "\n",
            [RuntimeArguments.S3SessionToken] = Secret + "-session",
            [RuntimeArguments.RegistryConfig] = JsonSerializer.Serialize(new { auths = new Dictionary<string, object> { [authority] = new { auth = login } } }),
            [RuntimeArguments.TerminationLog] = log,
        });
        var list = await File.ReadAllTextAsync($"/proc/{pull.Id}/cmdline");
        Assert.Equal(status == 403 ? 1 : 0, await pull.ExitAsync());
        Assert.NotEmpty(shown);
        var seen = string.Join('\n', list, await pull.Output, await pull.Errors, await File.ReadAllTextAsync(log), string.Join('\n', Directory.EnumerateFiles(_room.Folder, "*.json", SearchOption.AllDirectories).Select(File.ReadAllText)));
        Assert.Contains(uri, list, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(login, seen, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature=", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("link-that-opens", seen, StringComparison.Ordinal);
    }

    /// <summary>Wants credentials of whatever kind, then ends as told.</summary>
    private static async Task<bool> AnswerAsync(HttpContext context, ModelServer server, int status, List<string> shown)
    {
        if (context.Request.Query.ContainsKey("link-that-opens")) return false;
        if (context.Request.Headers.Authorization.Count == 0)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
            return true;
        }

        lock (shown) shown.Add(context.Request.Headers.Authorization.ToString());
        if (status == 302) context.Response.Redirect(server.Url + "?link-that-opens=1");
        else if (status == 403) context.Response.StatusCode = 403;
        else if (context.Request.Path.Value!.Contains("manifests", StringComparison.Ordinal))
            await context.Response.WriteAsJsonAsync(new { layers = new[] { new { mediaType = "application/x", digest = "sha256:" + PullRoom.Sha256 } } });
        else return false;
        return true;
    }

    private RuntimeProcess Pull(string uri, Dictionary<string, string>? environment = null) => new(environment, "pull", "--uri", uri, "--to", _room.Target);
}
