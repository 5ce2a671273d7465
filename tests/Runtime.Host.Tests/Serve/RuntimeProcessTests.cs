using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using InferOps.Runtime.Contract;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Serve;

public sealed class RuntimeProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-process-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SIGTERM_lets_a_stream_end_and_exits_with_0()
    {
        var (port, model) = (FreePort(), Model("reciter.gguf", Written()));
        using var runtime = new RuntimeProcess(null, "serve", "--model", model, "--served-name", "reciter", "--host", "127.0.0.1", "--port", $"{port}", "--threads", "1");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await Wait.UntilAsync("the replica is ready", async () => !runtime.HasExited ? await IsReadyAsync(client) : throw new InvalidOperationException(await runtime.Errors));

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions")
        {
            Content = JsonContent.Create(new { model = "reciter", prompt = Recital.Story.Trigger, temperature = 0, max_tokens = 300, stream = true }),
        };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        runtime.Terminate();
        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await runtime.ExitAsync());
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("page")]
    [InlineData("absent")]
    public async Task A_model_that_cannot_be_served_ends_the_process_with_1(string what)
    {
        var model = what switch
        {
            "truncated" => Model("m.gguf", DamagedModels.Truncated(Written(), 0.6)),
            "page" => Model("m.gguf", DamagedModels.LoginPage()),
            _ => Path.Combine(_folder.FullName, "absent.gguf"),
        };
        using var runtime = new RuntimeProcess(null, "serve", "--model", model, "--host", "127.0.0.1", "--port", "0");
        Assert.Equal(1, await runtime.ExitAsync());
        Assert.Contains(Path.GetFileName(model), await runtime.Output + await runtime.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("folder", "is a folder; --model names a file in it")]
    [InlineData("taken port", "address already in use")]
    [InlineData("no keys", "keys")]
    [InlineData("wrong keys", "keys: line 2: rpm must be a whole number of at least 1")]
    public async Task What_a_user_can_mend_is_told_in_one_line(string what, string problem)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var (port, keys) = (what == "taken port" ? ((IPEndPoint)taken.LocalEndpoint).Port : 0, Path.Combine(_folder.FullName, "keys"));
        if (what != "no keys") await File.WriteAllTextAsync(keys, what == "wrong keys" ? "one\ntwo rpm=0\n" : "one\n");
        var model = what == "folder" ? _folder.FullName : Model("m.gguf", Written());
        using var runtime = new RuntimeProcess(null, "serve", "--model", model, "--host", "127.0.0.1", "--port", $"{port}", "--api-keys-file", keys);
        Assert.Equal(1, await runtime.ExitAsync());
        var said = await runtime.Output + await runtime.Errors;
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("serve", "--model", "m", "--port", "x")]
    [InlineData("serve", "--model", "m", "--parallel-sequences", "0")]
    [InlineData("serve", "--model", "m", "--host", "nowhere")]
    [InlineData("serve", "--model", "m", "--split-mode", "diagonal")]
    [InlineData("serve", "--model", "m", "--tensor-split", "1,x")]
    [InlineData("serve", "--model", "m", "--tensor-split", "0,0")]
    [InlineData("serve", "--model", "m", "--batch-threads", "0")]
    [InlineData("serve", "--model", "m", "--kv-type", "q1")]
    [InlineData("serve", "--model", "m", "--adapter", "f.gguf")]
    [InlineData("serve", "--model", "m", "--adapter", "a=f.gguf", "--adapter", "a=g.gguf")]
    [InlineData("serve", "--model", "m", "--adapter", "m=f.gguf")]
    [InlineData("serve", "--model", "m", "--speculation", "draft")]
    [InlineData("serve", "--model", "m", "--speculation", "always")]
    [InlineData("pull")]
    public async Task Wrong_arguments_are_refused(params string[] arguments)
    {
        using var runtime = new RuntimeProcess(null, arguments);
        Assert.Equal(1, await runtime.ExitAsync());
        Assert.NotEmpty(await runtime.Errors);
    }

    [Fact]
    public async Task Pull_leaves_its_report_for_the_kubelet()
    {
        var log = Path.Combine(_folder.FullName, "termination-log");
        var environment = new Dictionary<string, string> { [RuntimeArguments.TerminationLog] = log };
        using (var pull = new RuntimeProcess(environment, "pull", "--uri", $"file://{Model("reciter.gguf", Written())}", "--inspect")) Assert.Equal(0, await pull.ExitAsync());
        Assert.Equal("reciter", JsonSerializer.Deserialize(await File.ReadAllTextAsync(log), ModelReportJson.Default.ModelReport)!.Facts!.Name);

        using (var pull = new RuntimeProcess(environment, "pull", "--uri", "file:///nowhere/m.gguf")) Assert.Equal(1, await pull.ExitAsync());
        Assert.Equal(ModelFailureReasons.ModelNotFound, JsonSerializer.Deserialize(await File.ReadAllTextAsync(log), ModelReportJson.Default.ModelReport)!.Failure!.Reason);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            return (await client.GetAsync(RuntimeEndpoints.Ready)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private string Model(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Written()
    {
        using var bytes = new MemoryStream();
        Reciter.Describe().Write(bytes);
        return bytes.ToArray();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
