using System.Globalization;
using InferOps.Operator.Core.Services;

namespace InferOps.Benchmarks.Operator;

/// <summary>Twelve pools, four of each type at prices of their own, with half as many GPUs again as there are services; and services that may use all of them.</summary>
internal static class SyntheticFleet
{
    public const int PoolCount = 12;
    public const int GpusPerNode = 8;
    public const string GpuResource = "nvidia.com/gpu";
    public const string PoolLabel = "pool";

    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ObservedEngine Engine { get; } = new()
    {
        Name = "vllm",
        Spec = new()
        {
            Image = "vllm", ModelFormats = ["safetensors"], PullsModel = false, Args = ["--model", "{modelRepository}"],
            Metrics = new()
            {
                PromptTokens = "vllm:prompt_tokens_total", GeneratedTokens = "vllm:generation_tokens_total", Running = "vllm:num_requests_running", Waiting = "vllm:num_requests_waiting",
                TimeToFirstToken = "vllm:time_to_first_token_seconds",
            },
        },
    };

    public static IReadOnlyList<ObservedPool> Pools(int services) => [.. Enumerable.Range(0, PoolCount).Select(index => new ObservedPool
    {
        Name = Name(index),
        Spec = new()
        {
            Type = (PoolType)(index / 4),
            NodeSelector = new Dictionary<string, string> { [PoolLabel] = Name(index) },
            Cost = new() { GpuHour = Price(1.0m + (0.1m * index)), EnergyGpuHour = Price(0.05m + (0.01m * index)) },
            Capacity = index < 8 ? null : new() { MaxGpus = 2 * NodesPerPool(services) * GpusPerNode },
        },
    })];

    public static IReadOnlyList<ObservedNode> Nodes(int services) =>
    [
        .. from pool in Enumerable.Range(0, PoolCount)
           from node in Enumerable.Range(0, NodesPerPool(services))
           select new ObservedNode
           {
               Name = $"{Name(pool)}-{node:00000}", Usable = true,
               Labels = new Dictionary<string, string> { [PoolLabel] = Name(pool), ["nvidia.com/gpu.product"] = "NVIDIA-L40S", ["nvidia.com/gpu.memory"] = "46068" },
               Allocatable = new Dictionary<string, int> { [GpuResource] = GpusPerNode },
           },
    ];

    public static ObservedService Service(int number) => new()
    {
        Key = new($"team-{number % 50:00}", $"service-{number:00000}"),
        Uid = $"uid-{number}",
        Generation = 1,
        Spec = new()
        {
            Model = new() { Uri = "hf://example/model-8b" },
            Engine = new() { Name = Engine.Name, ContextTokens = 4096 },
            Resources = new() { GpuMemory = "20Gi" },
            Placement = new() { Priority = number % 3 },
            Scaling = new() { MinReplicas = 1, MaxReplicas = 4, Capacity = new() { PromptTokensPerSecond = "2000", GeneratedTokensPerSecond = "120" } },
        },
        Status = new(),
    };

    private static int NodesPerPool(int services) => (int)Math.Ceiling(services * 1.5 / PoolCount / GpusPerNode);

    private static string Name(int pool) => string.Create(CultureInfo.InvariantCulture, $"pool-{pool:00}");

    private static Amount Price(decimal money) => Amount.From(money);
}
