using InferOps.Operator.Core.Placement;
using InferOps.Operator.Core.Services;
using InferOps.Operator.Core.Validation;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Tests.Placement;

public sealed class FootprintTests
{
    /// <summary>An 8B model at Q4: 4.5 GiB of weights, 128 KiB a KV cell.</summary>
    private static readonly ModelFacts Model = new()
    {
        Format = "gguf", Architecture = "llama", WeightBytes = 4608L << 20, FileBytes = 4610L << 20, ContextLength = 131072, KvBytesPerToken = 128 << 10,
    };

    [Fact]
    public void Adds_weights_KV_cells_and_overhead()
    {
        var footprint = Of(new() { Engine = new() { ContextTokens = 8192, ParallelSequences = 4 } }, Model);
        // 4,608 weights + 8,192 × 4 × 128 KiB = 4,096 + 512 context + 5 % of the weights, in MiB.
        Assert.Equal((long)((4608 + 4096 + 512 + 230.4) * (1 << 20)), footprint.TotalBytes);
    }

    [Fact]
    public void Splits_over_the_GPUs_of_a_replica()
    {
        var footprint = Of(new() { Resources = new() { Parallelism = new() { Tensor = 2, Pipeline = 2 } } }, Model);
        Assert.Equal(4, footprint.Gpus);
        Assert.Equal((footprint.TotalBytes + 3) / 4, footprint.BytesPerGpu);
    }

    [Fact]
    public void Believes_the_user_before_the_header() =>
        Assert.Equal(10L << 30, Of(new() { Resources = new() { GpuMemory = "10Gi" } }, Model).TotalBytes);

    [Fact]
    public void Is_unknown_before_the_header_is_read() => Assert.Null(Of(new(), null).BytesPerGpu);

    [Fact]
    public void Is_the_same_from_what_the_status_remembers() => Assert.Equal(
        Model,
        Footprint.Remembered(new()
        {
            Format = "gguf", Architecture = "llama", WeightBytes = Model.WeightBytes, FileBytes = Model.FileBytes, ContextLength = 131072, KvBytesPerToken = 128 << 10,
        }));

    [Fact]
    public void A_status_with_a_gap_remembers_nothing() => Assert.Null(Footprint.Remembered(new() { Format = "gguf", WeightBytes = 1 }));

    private static Footprint Of(InferenceServiceSpec spec, ModelFacts? model) => Footprint.Of(EffectiveSpec.Resolve("me", spec, model), model);
}
