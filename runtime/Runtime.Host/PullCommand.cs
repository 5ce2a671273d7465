using System.CommandLine;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Models;
using InferOps.Runtime.Host.Flags;
using InferOps.Runtime.Host.Pull;
using InferOps.Runtime.Host.Pull.Sources;
using InferOps.Runtime.Host.Pull.Transfer;

namespace InferOps.Runtime.Host;

/// <summary><c>pull</c>: makes a model available, verifies it, reports what it is.</summary>
internal static class PullCommand
{
    private static readonly Option<string> Uri = new(RuntimeArguments.Uri) { Description = "hf://org/repo/file@revision, https://, s3://bucket/key, oci://registry/name:tag, pvc://claim/path or file:///path.", Required = true };
    private static readonly Option<string?> To = new(RuntimeArguments.To) { Description = "Where the model shall lie. Local files may stay where they are." };
    private static readonly Option<string?> Sha256 = new(RuntimeArguments.Sha256) { Description = "SHA-256 that the file must have, in hex." };
    private static readonly Option<bool> Inspect = new(RuntimeArguments.Inspect) { Description = "Read the header only." };
    private static readonly Option<bool> IsAdapter = new(RuntimeArguments.IsAdapter) { Description = "The file is a LoRA adapter, not a model." };
    private static readonly Option<string?> Cache = new(RuntimeArguments.Cache) { Description = "The folder of the model cache: the models in it that were not used for the longest time make room, never one in use." };
    private static readonly Option<long?> CacheLimit = Bounds.AtLeast<long?>(1, new(RuntimeArguments.CacheLimit) { Description = "Bytes that the models of the cache may take together; without it, as many as the volume has." });
    private static readonly Option<bool> AllowPlainHttp = new(RuntimeArguments.AllowPlainHttp) { Description = "Allow http:// to other machines." };

    private static readonly Option<string?> ProgressHost = new(RuntimeArguments.ProgressHost) { Description = $"Address at which to say how far it is: http://IP:{RuntimeEndpoints.PullPort}{RuntimeEndpoints.Pull}." };

    /// <summary>What a shell reports for a process ended by SIGTERM.</summary>
    private const int Terminated = 143;

    public static Command Build()
    {
        var command = new Command(RuntimeArguments.Pull, "Download, verify and describe a model.") { Uri, To, Sha256, Inspect, IsAdapter, Cache, CacheLimit, AllowPlainHttp, ProgressHost };
        command.SetAction((arguments, cancellationToken) => RunAsync(Read(arguments), arguments.GetValue(ProgressHost), cancellationToken));
        return command;
    }

    private static PullOptions Read(ParseResult arguments) => new()
    {
        Uri = arguments.GetRequiredValue(Uri),
        To = arguments.GetValue(To),
        Sha256 = arguments.GetValue(Sha256),
        Inspect = arguments.GetValue(Inspect),
        Kind = arguments.GetValue(IsAdapter) ? ModelFileKind.Adapter : ModelFileKind.Model,
        Cache = arguments.GetValue(Cache),
        CacheLimit = arguments.GetValue(CacheLimit),
        AllowPlainHttp = arguments.GetValue(AllowPlainHttp),
        Credentials = new PullCredentials
        {
            Token = NotEmpty(RuntimeArguments.DownloadToken),
            S3 = new S3Settings(S3Keys(), NotEmpty(RuntimeArguments.S3Endpoint), NotEmpty(RuntimeArguments.S3Region)),
            RegistryConfig = NotEmpty(RuntimeArguments.RegistryConfig),
        },
        ClaimsFolder = NotEmpty(RuntimeArguments.ClaimsFolder) ?? RuntimeArguments.DefaultClaimsFolder,
        HuggingFace = new Uri(NotEmpty("HF_ENDPOINT") ?? "https://huggingface.co"),
    };

    private static async Task<int> RunAsync(PullOptions options, string? progressHost, CancellationToken cancellationToken)
    {
        using var client = HttpDownloads.CreateClient();
        var log = new PullLog(Console.Out, TimeProvider.System);
        using var progress = progressHost is null ? null : ProgressServer.Start(progressHost, log);
        var puller = new ModelPuller(client, new TransferOptions(), log);
        try
        {
            var report = await puller.PullAsync(options, cancellationToken);
            PullReport.Write(report, NotEmpty(RuntimeArguments.TerminationLog), Console.Out);
            return report.Failure is null ? 0 : 1;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("stopped; the next attempt goes on from here");
            return Terminated;
        }
    }

    /// <summary>Both or none: a bucket that is public needs no keys.</summary>
    private static S3Credentials? S3Keys() =>
        NotEmpty(RuntimeArguments.S3AccessKeyId) is { } id && NotEmpty(RuntimeArguments.S3SecretAccessKey) is { } secret
            ? new S3Credentials(id, secret, NotEmpty(RuntimeArguments.S3SessionToken))
            : null;

    /// <summary>Secrets made from files often end in a line break, which belongs to no token.</summary>
    private static string? NotEmpty(string variable) => Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } value ? value : null;
}
