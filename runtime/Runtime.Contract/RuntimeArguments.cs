namespace InferOps.Runtime.Contract;

/// <summary>The command line of the runtime, as engines' argument templates and init containers use it.</summary>
/// <remarks>
/// <code>
/// inferops-runtime serve --model FILE --served-name NAME [--draft-model FILE] [--speculation auto|off|prompt-lookup|draft] [--context-tokens N] [--parallel-sequences N] [--host IP] [--port N]
///                        [--gpu-layers N] [--split-mode none|layer|row] [--tensor-split A,B,…] [--main-gpu N] [--threads N] [--batch-threads N]
///                        [--flash-attention auto|on|off] [--kv-type f16|q8_0|f32] [--kv-cells shared|separate] [--adapter NAME=FILE[@SCALE]]…
///                        [--embeddings auto|on|off] [--pooling mean|last|cls] [--embedding-tokens N] [--max-queued N]
///                        [--drain-timeout SECONDS] [--step-timeout SECONDS] [--api-keys-file FILE]
/// inferops-runtime pull  --uri URI --to FILE [--sha256 HEX] [--is-adapter] [--cache FOLDER [--cache-limit BYTES]] [--allow-plain-http] [--progress-host IP]     download, verify, report
/// inferops-runtime pull  --uri URI --inspect [--is-adapter]                    read the header only, report
/// </code>
/// <c>--context-tokens</c> is the KV cells of the whole replica, shared by its sequences. <c>pull</c> writes a <see cref="ModelReport"/> to the
/// file named by <see cref="TerminationLog"/>, where the kubelet picks it up as the container's termination message.
/// </remarks>
public static class RuntimeArguments
{
    public const string Serve = "serve";
    public const string Pull = "pull";

    public const string Model = "--model";
    public const string DraftModel = "--draft-model";
    public const string ServedName = "--served-name";
    public const string ContextTokens = "--context-tokens";
    public const string ParallelSequences = "--parallel-sequences";
    public const string Host = "--host";
    public const string Port = "--port";
    public const string GpuLayers = "--gpu-layers";
    public const string SplitMode = "--split-mode";
    public const string TensorSplit = "--tensor-split";
    public const string MainGpu = "--main-gpu";
    public const string Threads = "--threads";
    public const string BatchThreads = "--batch-threads";
    public const string FlashAttention = "--flash-attention";
    public const string KvType = "--kv-type";
    public const string KvCells = "--kv-cells";
    public const string Adapter = "--adapter";
    public const string Embeddings = "--embeddings";
    public const string Pooling = "--pooling";
    public const string EmbeddingTokens = "--embedding-tokens";
    public const string MaxQueued = "--max-queued";
    public const string InterTokenObjective = "--inter-token-objective";
    public const string Speculation = "--speculation";
    public const string DrainTimeout = "--drain-timeout";
    public const string StepTimeout = "--step-timeout";
    public const string ApiKeysFile = "--api-keys-file";

    public const string Uri = "--uri";
    public const string To = "--to";
    public const string Sha256 = "--sha256";
    public const string Inspect = "--inspect";
    public const string IsAdapter = "--is-adapter";

    /// <summary>The folder of the model cache: the least recently used models in it make room, never one in use.</summary>
    public const string Cache = "--cache";

    /// <summary>Bytes that the models of the cache may take together.</summary>
    public const string CacheLimit = "--cache-limit";

    /// <summary>Allows http:// to other machines. Only where a checksum tells whether the model was changed on its way.</summary>
    public const string AllowPlainHttp = "--allow-plain-http";

    /// <summary>The address at which <c>pull</c> says how far it is, at <see cref="RuntimeEndpoints.PullPort"/>. Without it, only its output does.</summary>
    public const string ProgressHost = "--progress-host";

    /// <summary>Environment: where <c>pull</c> writes its report. Default <c>/dev/termination-log</c>.</summary>
    public const string TerminationLog = "INFEROPS_TERMINATION_LOG";

    /// <summary>Environment: bearer token for hf:// and https:// downloads.</summary>
    public const string DownloadToken = "INFEROPS_DOWNLOAD_TOKEN";

    /// <summary>Environment: what opens s3:// buckets. The names are those of every S3 tool.</summary>
    public const string S3AccessKeyId = "AWS_ACCESS_KEY_ID";

    public const string S3SecretAccessKey = "AWS_SECRET_ACCESS_KEY";

    public const string S3SessionToken = "AWS_SESSION_TOKEN";

    /// <summary>Environment: where s3:// buckets are, unless the address itself says so.</summary>
    public const string S3Region = "AWS_REGION";

    public const string S3Endpoint = "AWS_ENDPOINT_URL";

    /// <summary>Environment: the logins for oci:// registries, as the JSON that <c>docker login</c> writes.</summary>
    public const string RegistryConfig = "INFEROPS_REGISTRY_CONFIG";

    /// <summary>
    /// Environment: the folder below which the claims of pvc:// addresses are mounted, one folder per claim. For pods that people write: the operator mounts
    /// a service's claim itself and gives <c>pull</c> the file:// address within.
    /// </summary>
    public const string ClaimsFolder = "INFEROPS_CLAIMS_FOLDER";

    public const string DefaultClaimsFolder = "/claims";
}
