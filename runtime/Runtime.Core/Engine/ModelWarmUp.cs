using InferOps.Runtime.Core.Text;

namespace InferOps.Runtime.Core.Engine;

/// <summary>A first small evaluation, so that the first caller does not pay for lazy allocations and a broken model is found before it is ready.</summary>
internal static class ModelWarmUp
{
    private const int PromptTokens = 8;

    /// <exception cref="EngineFaultException">The model could not be evaluated.</exception>
    public static void Run(IInferenceModel model, TokenTable tokens)
    {
        if (!model.Description.Generates) return;
        var count = Math.Min(PromptTokens, model.Description.BatchTokens);
        var token = Enumerable.Range(0, model.Description.VocabularySize).FirstOrDefault(candidate => !tokens.IsEndOfGeneration(candidate));
        var prompt = new StepEntry[count];
        for (var position = 0; position < count; position++) prompt[position] = new StepEntry(0, token, position, WantLogits: position == count - 1);

        Evaluate(model, prompt);
        Evaluate(model, [new StepEntry(0, token, count, WantLogits: true)]);
        model.Clear();
    }

    private static void Evaluate(IInferenceModel model, ReadOnlySpan<StepEntry> entries)
    {
        var result = model.Evaluate(new StepBatch(entries));
        if (result.Status != StepStatus.Ok) throw new EngineFaultException($"warm-up: {result.Message}");
        if (model.Logits(0).Length != model.Description.VocabularySize)
            throw new EngineFaultException($"warm-up: {model.Logits(0).Length} logits for a vocabulary of {model.Description.VocabularySize}");
    }
}
