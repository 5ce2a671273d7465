using LLama.Native;

namespace LLama.Exceptions;

/// <summary>The library refused something.</summary>
public class RuntimeError(string message) : Exception(message);

/// <summary>A model file could not be loaded.</summary>
public class LoadWeightsFailedException(string modelPath) : RuntimeError($"Failed to load model '{modelPath}'")
{
    public string ModelPath { get; } = modelPath;
}

/// <summary>The model has no chat template of that name.</summary>
public class TemplateNotFoundException(string name) : RuntimeError($"llama_model_chat_template failed: Tried to retrieve template '{name}', but couldn't find it");

/// <summary>Logits of a token for which none were asked.</summary>
public class GetLogitsInvalidIndexException(int index) : RuntimeError($"llama_get_logits_ith({index}) returned null")
{
    public int Index { get; } = index;
}
