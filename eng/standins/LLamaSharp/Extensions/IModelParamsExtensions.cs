using System.Runtime.InteropServices;
using LLama.Abstractions;
using LLama.Native;

namespace LLama.Extensions;

/// <summary>From the parameters of a model to the library's own structure.</summary>
public static unsafe class IModelParamsExtensions
{
    /// <returns>Holds the memory that <paramref name="result"/> points to; dispose it once the model is loaded.</returns>
    public static IDisposable ToLlamaModelParams(this IModelParams @params, out LLamaModelParams result)
    {
        ArgumentNullException.ThrowIfNull(@params);
        result = LLamaModelParams.Default();
        result.n_gpu_layers = @params.GpuLayerCount < 0 ? int.MaxValue : @params.GpuLayerCount;
        result.main_gpu = @params.MainGpu;
        result.split_mode = @params.SplitMode ?? result.split_mode;
        result.use_mmap = @params.UseMemorymap;
        result.use_mlock = @params.UseMemoryLock;
        result.use_direct_io = @params.UseDirectIO;
        result.vocab_only = @params.VocabOnly;
        result.check_tensors = @params.CheckTensors;
        var splits = new Pinned(@params.TensorSplits.Splits);
        result.tensor_split = splits.Address;
        return splits;
    }

    /// <summary>An array that the library may read until it is disposed.</summary>
    private sealed class Pinned(float[] values) : IDisposable
    {
        private GCHandle _handle = GCHandle.Alloc(values, GCHandleType.Pinned);

        public float* Address => (float*)_handle.AddrOfPinnedObject();

        public void Dispose()
        {
            if (_handle.IsAllocated) _handle.Free();
        }
    }
}
