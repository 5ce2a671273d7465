using InferOps.Runtime.Core.Engine;
using LLama;

namespace InferOps.Runtime.Host.Llama;

/// <summary>Stands where a model that generates would: the weights are there, and nothing can be asked of them but embeddings.</summary>
internal sealed class EmbeddingOnlyModel(LLamaWeights weights, ModelDescription description) : IInferenceModel
{
    public ModelDescription Description => description;

    public StepResult Evaluate(StepBatch batch) => StepResult.Failed("the model embeds and does not generate");

    public ReadOnlySpan<float> Logits(int index) => throw new NotSupportedException();

    public void Remove(int sequence, int fromPosition, int toPosition)
    {
    }

    public void Copy(int fromSequence, int toSequence, int fromPosition, int toPosition)
    {
    }

    public void UseAdapter(int adapter)
    {
    }

    public void Clear()
    {
    }

    public void Dispose() => weights.Dispose();
}
