using InferOps.Operator.Core.Desired;
using InferOps.Operator.Core.Services;
using InferOps.Runtime.Contract;

namespace InferOps.Operator.Core.Status;

internal static class ModelSummarizer
{
    /// <summary>
    /// The name clients ask for, and the facts of the model that the spec names now. Facts of another model are forgotten, not shown; a model that its engine
    /// fetches itself has none.
    /// </summary>
    public static ModelStatus? Summarize(StatusInput input)
    {
        if (input.Spec is not { } spec) return input.Previous.Model;
        var source = Names.ModelSource(spec.Model.Uri, spec.Model.Sha256);
        var previous = input.Previous.Model?.Source == source ? input.Previous.Model : new ModelStatus();
        return (input.Model is { } facts ? Of(facts, source) : previous) with
        {
            ServedName = spec.Model.ServedName,
            GpuMemory = input.Footprint?.TotalBytes is { } bytes ? Quantity.FromBytes(bytes) : previous.GpuMemory,
        };
    }

    private static ModelStatus Of(ModelFacts facts, string source) => new()
    {
        Source = source,
        Format = facts.Format,
        Architecture = facts.Architecture,
        Quantization = facts.Quantization,
        ParameterCount = facts.ParameterCount,
        WeightBytes = facts.WeightBytes,
        FileBytes = facts.FileBytes,
        ContextLength = facts.ContextLength,
        KvBytesPerToken = facts.KvBytesPerToken,
    };
}
