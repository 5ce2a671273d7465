using System.Security.Cryptography;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Pull;
using InferOps.Runtime.Host.Pull.Sources;
using InferOps.Runtime.Host.Pull.Transfer;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Pull;

/// <summary>A folder to pull into, and all that a pull prints.</summary>
internal sealed class PullRoom : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-pull-");
    private readonly StringWriter _output = new();

    /// <summary>A small model.</summary>
    public static byte[] Model { get; } = Written(Reciter.Describe());

    public static string Sha256 { get; } = HashOf(Model);

    public string Folder => _folder.FullName;

    public string Target => Path.Combine(Folder, "cache", "m.gguf");

    public string Partial => Target + ".partial";

    public string Output => _output.ToString();

    public TransferOptions Transfer { get; set; } = new()
    {
        PartBytes = 1 << 20,
        PaceBytes = 64 << 10,
        Retry = new RetryPolicy { FirstDelay = TimeSpan.FromMilliseconds(1), LongestDelay = TimeSpan.FromMilliseconds(10) },
    };

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public void Dispose() => _folder.Delete(recursive: true);

    public PullOptions Options(string uri) => new() { Uri = uri, To = Target, ClaimsFolder = Folder, HuggingFace = new Uri("https://huggingface.invalid") };

    public Task<ModelReport> PullAsync(string uri, string? sha256 = null) => PullAsync(Options(uri) with { Sha256 = sha256 });

    public Task<ModelReport> PullAsync(PullOptions options) => PullAsync(options, TestContext.Current.CancellationToken);

    public async Task<ModelReport> PullAsync(PullOptions options, CancellationToken cancellationToken)
    {
        using var client = HttpDownloads.CreateClient();
        return await new ModelPuller(client, Transfer, new PullLog(TextWriter.Synchronized(_output), Time)).PullAsync(options, cancellationToken);
    }

    public Task<ModelReport> PullFromS3Async(string uri, S3Settings settings) => PullAsync(Options(uri) with { Credentials = new() { S3 = settings } });

    /// <summary>What a killed pull leaves: a file of its final length, and the ranges of it that are there.</summary>
    public async Task LeavePartialAsync(byte[] bytes, string version, params string[] ranges)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        await File.WriteAllBytesAsync(Partial, bytes);
        await File.WriteAllTextAsync(PartialFile.JournalOf(Partial), string.Join("\n", [$"{bytes.Length} {version}", .. ranges]));
    }

    public static byte[] Written(GgufFile file)
    {
        using var bytes = new MemoryStream();
        file.Write(bytes);
        return bytes.ToArray();
    }

    /// <summary>A file with the header of a model of that many bytes of weights, and noise for weights.</summary>
    public static byte[] Large(int megabytes)
    {
        using var header = new MemoryStream();
        var file = new GgufFile().Add("general.architecture", "llama").Add("general.name", "large").Add("llama.context_length", 4096u).Add("llama.block_count", 1u)
            .Add("llama.embedding_length", 64u).Add("llama.attention.head_count", 1u)
            .Add("token_embd.weight", GgufTensorType.F16, [megabytes, 1 << 19], () => throw new InvalidOperationException("the header is enough"));
        var bytes = new byte[file.WriteHeader(header)];
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan());
        for (var word = 0; word < words.Length; word++) words[word] = (ulong)word * 0x9E3779B97F4A7C15;
        header.ToArray().CopyTo(bytes, 0);
        return bytes;
    }

    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
