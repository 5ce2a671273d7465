using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull;
using InferOps.Runtime.Host.Pull.Transfer;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Pull;

public sealed class ModelPullerTests : IDisposable
{
    private static readonly byte[] Model = PullRoom.Model;
    private static readonly string Sha256 = PullRoom.Sha256;

    private readonly PullRoom _room = new();

    public void Dispose() => _room.Dispose();

    private string Target => _room.Target;

    [Fact]
    public async Task Downloads_verifies_and_describes()
    {
        await using var server = await ModelServer.StartAsync(Model);
        var facts = (await PullAsync(server.Url, Sha256.ToUpperInvariant())).Facts!;
        Assert.Equal(("reciter", Sha256, Model.Length), (facts.Name, facts.Sha256, facts.FileBytes));
        Assert.Equal(Model, await File.ReadAllBytesAsync(Target));
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(Target)!), file => file.Contains("partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_here_is_not_downloaded_again()
    {
        await using var server = await ModelServer.StartAsync(Model);
        await PullAsync(server.Url);
        var requests = server.Requests.Count;
        Assert.Equal(Sha256, (await PullAsync(server.Url)).Facts!.Sha256);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task Pods_of_one_node_download_once()
    {
        await using var server = await ModelServer.StartAsync(Model);
        var reports = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PullAsync(server.Url))));
        Assert.All(reports, report => Assert.Equal(Sha256, report.Facts?.Sha256));
        Assert.InRange(server.BytesSent, Model.Length, Model.Length + RemoteHeaderStream.FirstRange);
    }

    [Fact]
    public async Task Busy_servers_are_asked_again()
    {
        await using var server = await ModelServer.StartAsync(Model);
        server.Refuse = (503, 3);
        Assert.Equal(Sha256, (await PullAsync(server.Url)).Facts?.Sha256);
        Assert.Contains("answered 503", _room.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, 99, ModelFailureReasons.ModelNotFound, 1)]
    [InlineData(403, 99, ModelFailureReasons.ModelAccessDenied, 1)]
    [InlineData(401, 99, ModelFailureReasons.ModelAccessDenied, 1)]
    [InlineData(500, 99, ModelFailureReasons.DownloadFailed, 6)]
    public async Task Refusals_have_reasons(int status, int times, string reason, int requests)
    {
        await using var server = await ModelServer.StartAsync(Model);
        server.Refuse = (status, times);
        Assert.Equal(reason, (await PullAsync(server.Url)).Failure?.Reason);
        Assert.Equal(requests, server.Requests.Count);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_token_opens_what_is_closed()
    {
        await using var server = await ModelServer.StartAsync(Model);
        server.Token = "secret";
        Assert.Contains("wants a token", (await PullAsync(server.Url)).Failure!.Message, StringComparison.Ordinal);
        Assert.NotNull((await PullAsync(Options(server.Url) with { Credentials = new() { Token = "secret" } })).Facts);
        Assert.DoesNotContain("secret", _room.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing_behind()
    {
        await using var server = await ModelServer.StartAsync(Model);
        var wrong = new string('0', 64);
        Assert.Equal(ModelFailureReasons.ChecksumMismatch, (await PullAsync(server.Url, wrong)).Failure?.Reason);
        Assert.False(File.Exists(Target));
        Assert.Equal(Sha256, (await PullAsync(server.Url, Sha256)).Facts?.Sha256);
    }

    [Fact]
    public async Task A_login_page_is_not_downloaded()
    {
        await using var server = await ModelServer.StartAsync(DamagedModels.LoginPage());
        var failure = (await PullAsync(server.Url)).Failure!;
        Assert.Equal(ModelFailureReasons.ModelNotGguf, failure.Reason);
        Assert.Contains("login", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_reads_the_header_only()
    {
        var large = PullRoom.Written(RandomModel.Describe(ModelShape.Tiny with { Width = 512, FeedForwardWidth = 2048 }, GgufTensorType.F32));
        await using var server = await ModelServer.StartAsync(large);
        var report = await PullAsync(Options(server.Url) with { Inspect = true, To = null });
        Assert.Equal(large.Length, report.Facts?.FileBytes);
        Assert.Null(report.Facts?.Sha256);
        Assert.InRange(server.BytesSent, 1, RemoteHeaderStream.FirstRange);
    }

    [Fact]
    public async Task Hugging_face_addresses_lead_to_files_at_a_revision()
    {
        await using var server = await ModelServer.StartAsync(Model);
        var report = await PullAsync(Options("hf://org/repo/sub/m.gguf@v1.0") with { HuggingFace = server.Root });
        Assert.NotNull(report.Facts);
        Assert.StartsWith("/org/repo/resolve/v1.0/sub/m.gguf ", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_hub_vouches_for_is_verified_without_asking(bool right)
    {
        await using var storage = await ModelServer.StartAsync(Model);
        await using var hub = await ModelServer.StartAsync([]);
        hub.Instead = context =>
        {
            context.Response.Headers["X-Linked-Etag"] = $"\"{(right ? Sha256 : new string('0', 64))}\"";
            context.Response.Redirect(storage.Url);
            return Task.FromResult(true);
        };
        var report = await PullAsync(Options("hf://org/repo/m.gguf") with { HuggingFace = hub.Root });
        Assert.Equal(right ? null : ModelFailureReasons.ChecksumMismatch, report.Failure?.Reason);
    }

    [Fact]
    public async Task Local_files_stay_where_they_are()
    {
        Directory.CreateDirectory(Path.Combine(_room.Folder, "claim", "sub"));
        var path = Path.Combine(_room.Folder, "claim", "sub", "m.gguf");
        await File.WriteAllBytesAsync(path, Model);
        Assert.Null((await PullAsync(Options($"file://{path}") with { To = null })).Facts!.Sha256);
        Assert.Equal(Sha256, (await PullAsync(Options("pvc://claim/sub/m.gguf") with { Sha256 = Sha256 })).Facts!.Sha256);
        Assert.Equal(path, File.ResolveLinkTarget(Target, returnFinalTarget: true)!.FullName);
        Assert.Equal(ModelFailureReasons.ChecksumMismatch, (await PullAsync($"file://{path}", new string('1', 64))).Failure?.Reason);
        Assert.Equal(ModelFailureReasons.ModelNotFound, (await PullAsync("pvc://claim/none.gguf")).Failure?.Reason);
    }

    [Theory]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/key?acl=public")]
    [InlineData("s3://bucket/key?endpoint=ftp://host")]
    [InlineData("s3://bucket/key?endpoint=http://192.0.2.1")]
    [InlineData("oci://registry")]
    [InlineData("oci://registry/Name:tag")]
    [InlineData("oci://registry/name@md5:00")]
    [InlineData("ftp://host/file")]
    [InlineData("m.gguf")]
    [InlineData("hf://org/repo")]
    [InlineData("pvc://claim")]
    [InlineData("pvc://../../etc/passwd")]
    [InlineData("http://192.0.2.1/m.gguf")]
    public async Task Unsupported(string uri)
    {
        var failure = (await PullAsync(uri)).Failure!;
        Assert.Equal(ModelFailureReasons.UnsupportedUri, failure.Reason);
        Assert.Contains("://", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_fits_in_a_termination_message()
    {
        var log = Path.Combine(_room.Folder, "log");
        PullReport.Write(new ModelReport { Failure = new() { Reason = ModelFailureReasons.DownloadFailed, Message = new string('x', 9000) } }, log, TextWriter.Null);
        Assert.InRange(new FileInfo(log).Length, 1, 4096);
        Assert.StartsWith("{\"failure\":{", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
    }

    private PullOptions Options(string uri) => _room.Options(uri);

    private Task<ModelReport> PullAsync(string uri, string? sha256 = null) => _room.PullAsync(uri, sha256);

    private Task<ModelReport> PullAsync(PullOptions options) => _room.PullAsync(options);
}
