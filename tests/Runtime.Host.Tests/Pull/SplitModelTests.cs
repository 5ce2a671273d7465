using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Llama;
using InferOps.Runtime.Host.Pull.Cache;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>Models in several files: the first is named, the others are found beside it.</summary>
public sealed class SplitModelTests : IAsyncLifetime
{
    private const int Parts = 3;

    private static readonly IReadOnlyList<byte[]> Files = [.. Reciter.Describe().Split(Parts).Select(PullRoom.Written)];
    private static readonly string Sha256 = PullRoom.HashOf([.. Files.SelectMany(file => file)]);

    private readonly PullRoom _room = new();
    private ModelServer _server = null!;

    private string Target => Path.Combine(_room.Folder, "models", "a", Name(0));

    public async ValueTask InitializeAsync()
    {
        _server = await ModelServer.StartAsync([]);
        for (var part = 0; part < Parts; part++) _server.Others["/models/" + Name(part)] = Files[part];
    }

    public async ValueTask DisposeAsync()
    {
        _room.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("http")]
    [InlineData("s3")]
    public async Task All_parts_are_pulled_verified_together_and_served(string scheme)
    {
        var facts = (await PullAsync(Address(scheme), Sha256)).Facts!;
        var whole = (await _room.PullAsync(_room.Options("file://" + Write("whole.gguf", PullRoom.Model)) with { Inspect = true })).Facts!;
        Assert.Equal(whole with { FileBytes = Files.Sum(file => file.Length), Sha256 = Sha256 }, facts);
        using var model = (await new LlamaLoader(new LlamaOptions { ModelFile = Target, ContextTokens = 256, Threads = 1 }, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), TestContext.Current.CancellationToken)).Model;
        Assert.Equal("reciter", model.Description.Name);
        var requests = _server.Requests.Count;
        Assert.NotNull((await PullAsync(Address(scheme), Sha256)).Facts);
        Assert.Equal(requests, _server.Requests.Count);
    }

    [Fact]
    public async Task Inspecting_reads_every_header()
    {
        var report = await _room.PullAsync(_room.Options(Address("http")) with { Inspect = true, To = null });
        Assert.Equal(Files.Sum(file => file.Length), report.Facts?.FileBytes);
    }

    [Fact]
    public async Task A_part_that_changes_spoils_the_whole()
    {
        Assert.Equal(ModelFailureReasons.ChecksumMismatch, (await PullAsync(Address("http"), new string('0', 64))).Failure?.Reason);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(Target)!), file => file.EndsWith(".gguf", StringComparison.Ordinal) || file.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cache_counts_and_removes_all_parts()
    {
        await _room.PullAsync(_room.Options(Address("http")) with { To = Target, Cache = Path.Combine(_room.Folder, "models") });
        var cached = Assert.Single(CachedModel.In(Path.Combine(_room.Folder, "models")));
        Assert.InRange(cached.Bytes, Files.Sum(file => file.Length), Files.Sum(file => file.Length) + 4096);
        Assert.True(cached.TryRemove());
        Assert.Equal([Name(0) + ".lock", Name(0) + ".used"], Directory.EnumerateFiles(Path.GetDirectoryName(Target)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Parts_on_a_claim_are_verified_and_linked_together()
    {
        for (var part = 0; part < Parts; part++) Write(Name(part), Files[part]);
        Assert.Equal(Sha256, (await PullAsync("file://" + Path.Combine(_room.Folder, Name(0)), Sha256)).Facts?.Sha256);
        Assert.All(Enumerable.Range(0, Parts), part => Assert.NotNull(File.ResolveLinkTarget(Path.Combine(Path.GetDirectoryName(Target)!, Name(part)), returnFinalTarget: true)));
        File.Delete(Path.Combine(_room.Folder, Name(2)));
        Assert.Equal(ModelFailureReasons.ModelNotFound, (await PullAsync("file://" + Path.Combine(_room.Folder, Name(0)), null)).Failure?.Reason);
    }

    [Fact]
    public async Task Another_part_than_the_first_is_refused_with_the_name_to_give()
    {
        var failure = (await PullAsync(_server.Root + "models/" + Name(1), null)).Failure!;
        Assert.Equal(ModelFailureReasons.UnsupportedUri, failure.Reason);
        var alone = await _room.PullAsync(_room.Options(_server.Root + "models/" + Name(1)));
        Assert.Contains("00001-of-00003.gguf", alone.Failure?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_whose_name_does_not_lead_to_the_parts_is_refused() =>
        Assert.Contains("-00001-of-00003.gguf", (await _room.PullAsync(Address("http"))).Failure?.Message, StringComparison.Ordinal);

    private static string Name(int part) => $"m-{part + 1:D5}-of-{Parts:D5}.gguf";

    private string Address(string scheme) => scheme == "s3" ? $"s3://models/{Name(0)}?endpoint={_server.Root}" : _server.Root + "models/" + Name(0);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_room.Folder, name), bytes);
        return Path.Combine(_room.Folder, name);
    }

    private Task<ModelReport> PullAsync(string uri, string? sha256) => _room.PullAsync(_room.Options(uri) with { To = Target, Sha256 = sha256 });
}
