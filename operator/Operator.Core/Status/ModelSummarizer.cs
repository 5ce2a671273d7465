using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Services;

namespace InferOps.Operator.Core.Status;

internal static class ModelSummarizer
{
    /// <summary>Facts of the model that the spec names now. Facts of another model are forgotten, not shown.</summary>
    public static ModelStatus? Summarize(StatusInput input)
    {
        if (input.Spec is not { } spec) return input.Previous.Model;
        var source = Names.ModelSource(spec.Model.Uri, spec.Model.Sha256);
        if (input.Model is not { } facts) return input.Previous.Model?.Source == source ? input.Previous.Model : null;
        return new ModelStatus
        {
            Source = source,
            ServedName = spec.Model.ServedName,
            Format = facts.Format,
            Architecture = facts.Architecture,
            Quantization = facts.Quantization,
            ParameterCount = facts.ParameterCount,
            WeightBytes = facts.WeightBytes,
            FileBytes = facts.FileBytes,
            ContextLength = facts.ContextLength,
            KvBytesPerToken = facts.KvBytesPerToken,
            GpuMemory = input.Footprint?.TotalBytes is { } bytes ? Quantity.FromBytes(bytes) : default(Quantity?),
        };
    }
}
