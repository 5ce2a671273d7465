namespace LLama.Native;

/// <summary>A LoRA adapter: small matrices that are added to a model's own. Valid as long as the model is.</summary>
public class LoraAdapter
{
    internal LoraAdapter(SafeLlamaModelHandle model, string path, nint pointer) => (Model, Path, Pointer) = (model, path, pointer);

    public SafeLlamaModelHandle Model { get; }

    /// <summary>Full path of the file it came from.</summary>
    public string Path { get; }

    internal nint Pointer { get; }
}
