using LLama.Native;

namespace LLama.Abstractions;

/// <summary>How to load a model.</summary>
public interface IModelParams
{
    string ModelPath { get; }

    /// <summary>Layers to keep in GPU memory; −1: all.</summary>
    int GpuLayerCount { get; }

    int MainGpu { get; set; }

    GPUSplitMode? SplitMode { get; }

    TensorSplitsCollection TensorSplits { get; }

    bool UseMemorymap { get; }

    bool UseMemoryLock { get; }

    bool UseDirectIO { get; }

    /// <summary>Loads the vocabulary only, no weights.</summary>
    bool VocabOnly { get; }

    bool CheckTensors { get; }
}
