using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Core.Tests.Models;

public sealed class ModelInspectorTests
{
    private static readonly byte[] Model = Written(RandomModel.Describe(ModelShape.Tiny, GgufTensorType.Q8_0));

    [Fact]
    public async Task Reads_sizes_from_the_header()
    {
        var facts = (await Inspect(Model)).Facts!;
        Assert.Equal(("gguf", "llama", "random", "Q8_0"), (facts.Format, facts.Architecture, facts.Name, facts.Quantization));
        Assert.Equal(Model.Length, facts.FileBytes);
        Assert.InRange(facts.WeightBytes, Model.Length / 2, Model.Length);
        Assert.Equal(8192, facts.ContextLength);
        // 2 layers × 2 key-value heads × (16 + 16) × 2 bytes
        Assert.Equal(256, facts.KvBytesPerToken);
    }

    [Fact]
    public async Task A_head_count_per_layer_is_summed()
    {
        var file = Small().Add("llama.attention.head_count_kv", new[] { 4, 0, 1 });
        // (4 + 0 + 1) heads × (64/4 + 64/4) × 2 bytes
        Assert.Equal(320, (await Inspect(Written(file))).Facts!.KvBytesPerToken);
    }

    [Fact]
    public async Task Without_key_value_heads_every_head_has_its_own() =>
        Assert.Equal(3 * 4 * 32 * 2, (await Inspect(Written(Small()))).Facts!.KvBytesPerToken);

    [Fact]
    public async Task A_model_of_400_GB_is_read_from_its_first_bytes()
    {
        using var header = new MemoryStream();
        var length = DamagedModels.DescribeLargerThanAnyGpu().WriteHeader(header);
        header.Position = 0;
        var facts = (await ModelInspector.InspectAsync(header, length, ModelFileKind.Model, TestContext.Current.CancellationToken)).Facts!;
        Assert.InRange(facts.WeightBytes, 400_000_000_000, length);
        Assert.Equal(120 * 8 * 256 * 2, facts.KvBytesPerToken);
    }

    public static TheoryData<string, byte[], string> Refusals => new()
    {
        { "an empty file", [], ModelFailureReasons.ModelTruncated },
        { "a login page", DamagedModels.LoginPage(), ModelFailureReasons.ModelNotGguf },
        { "version 1", DamagedModels.OfVersion(Model, 1), ModelFailureReasons.ModelNotGguf },
        { "another byte order", DamagedModels.OfVersion(Model, 3 << 24), ModelFailureReasons.ModelNotGguf },
        { "half a file", DamagedModels.Truncated(Model, 0.5), ModelFailureReasons.ModelTruncated },
        { "a file that lacks its last byte of data", DamagedModels.Truncated(Model, 1 - 33.0 / Model.Length), ModelFailureReasons.ModelTruncated },
        { "no architecture", Written(new GgufFile().Add("x", GgufTensorType.F32, [1], () => [0])), ModelFailureReasons.ModelCorrupt },
        { "no tensors", Written(new GgufFile().Add("general.architecture", "llama")), ModelFailureReasons.ModelCorrupt },
        { "a key twice", Written(Small().Add("llama.block_count", 3u)), ModelFailureReasons.ModelCorrupt },
        { "one part of several", Written(Small().Add("split.count", 3u)), ModelFailureReasons.ModelTruncated },
        { "sizes that overflow", Written(Small().Add("llama.attention.key_length", 2147483647u)), ModelFailureReasons.ModelCorrupt },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task Refuses(string what, byte[] file, string reason)
    {
        var failure = (await Inspect(file)).Failure;
        Assert.True(failure?.Reason == reason, $"{what}: {failure}");
    }

    [Fact]
    public async Task An_adapter_says_what_it_is_for()
    {
        var facts = (await Inspect(Written(ReciterAdapter.Describe(" one", " two")), ModelFileKind.Adapter)).Facts!;
        Assert.Equal(("llama", "one-two", "F32", 0L, 0L), (facts.Architecture, facts.Name, facts.Quantization, facts.ContextLength, facts.KvBytesPerToken));
    }

    [Fact]
    public async Task A_file_of_the_other_kind_is_refused()
    {
        var adapter = Written(ReciterAdapter.Describe(" one", " two"));
        var controlVector = Written(Small().Add("general.type", "adapter").Add("adapter.type", "control"));
        Assert.Equal(ModelFailureReasons.WrongKindOfFile, (await Inspect(adapter)).Failure?.Reason);
        Assert.Equal(ModelFailureReasons.WrongKindOfFile, (await Inspect(Model, ModelFileKind.Adapter)).Failure?.Reason);
        Assert.Equal(ModelFailureReasons.WrongKindOfFile, (await Inspect(controlVector, ModelFileKind.Adapter)).Failure?.Reason);
    }

    [Fact]
    public void No_truncation_of_a_header_is_taken_for_a_whole_one()
    {
        using var header = new MemoryStream();
        Small().WriteHeader(header);
        for (var length = 0; length < header.Length; length++)
            Assert.Null(ModelInspector.Inspect(header.ToArray().AsSpan(0, length), length, new ExpectedFile(ModelFileKind.Model))?.Facts);
    }

    [Fact]
    public void No_flipped_bytes_make_the_reader_throw()
    {
        using var header = new MemoryStream();
        var fileBytes = RandomModel.Describe(ModelShape.Tiny, GgufTensorType.Q8_0).WriteHeader(header);
        var original = header.ToArray();
        var random = new Random(1);
        for (var round = 0; round < 3000; round++)
        {
            var copy = (byte[])original.Clone();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
            {
                // Half of the damage goes to the counts and keys at the front, where it hurts most.
                var end = random.Next(2) == 0 ? 64 : copy.Length;
                copy[random.Next(end)] = (byte)random.Next(256);
            }

            var report = ModelInspector.Inspect(copy, fileBytes, new ExpectedFile(ModelFileKind.Model));
            Assert.True(report is null || (report.Facts is null) != (report.Failure is null));
        }
    }

    private static GgufFile Small() => new GgufFile()
        .Add("general.architecture", "llama")
        .Add("llama.block_count", 3u)
        .Add("llama.context_length", 128u)
        .Add("llama.embedding_length", 64u)
        .Add("llama.attention.head_count", 4u)
        .Add("token_embd.weight", GgufTensorType.F16, [8, 64], () => new float[512]);

    private static byte[] Written(GgufFile file)
    {
        using var bytes = new MemoryStream();
        file.Write(bytes);
        return bytes.ToArray();
    }

    private static Task<ModelReport> Inspect(byte[] file, ModelFileKind kind = ModelFileKind.Model) =>
        ModelInspector.InspectAsync(new MemoryStream(file), file.Length, kind, TestContext.Current.CancellationToken);
}
