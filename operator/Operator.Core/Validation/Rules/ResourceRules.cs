using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Validation.Rules;

/// <summary>Resources of one replica.</summary>
internal static class ResourceRules
{
    public const int MaxGpusPerReplica = 64;

    private const string Field = "spec.resources";

    public static void Check(InferenceServiceSpec spec, ViolationList violations)
    {
        if (spec.Resources is not { } resources) return;
        violations.Range($"{Field}.gpus", resources.Gpus, 1, MaxGpusPerReplica);
        violations.Range($"{Field}.parallelism.tensor", resources.Parallelism?.Tensor, 1, MaxGpusPerReplica);
        violations.Range($"{Field}.parallelism.pipeline", resources.Parallelism?.Pipeline, 1, MaxGpusPerReplica);
        violations.Quantity($"{Field}.gpuMemory", resources.GpuMemory);
        violations.Quantity($"{Field}.cpu", resources.Cpu);
        violations.Quantity($"{Field}.memory", resources.Memory);
        violations.Unique($"{Field}.gpuProducts", resources.GpuProducts ?? []);

        if (resources is { Gpus: { } gpus, Parallelism: { } parallelism })
        {
            var shards = (long)(parallelism.Tensor ?? 1) * (parallelism.Pipeline ?? 1);
            if (shards != gpus)
                violations.Add($"{Field}.gpus", ValidationReasons.ParallelismMismatch, $"is {gpus}, but tensor × pipeline is {shards}; leave gpus out or make them equal");
        }
    }
}
