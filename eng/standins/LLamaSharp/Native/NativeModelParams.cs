using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>llama_model_params as llama.cpp b8390 lays it out: 72 bytes on 64-bit machines.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeModelParams
{
    public nint Devices;
    public nint TensorBufferOverrides;
    public int GpuLayers;
    public GPUSplitMode SplitMode;
    public int MainGpu;
    public float* TensorSplit;
    public nint ProgressCallback;
    public void* ProgressCallbackUserData;
    public nint MetadataOverrides;
    public byte VocabOnly;
    public byte UseMmap;
    public byte UseDirectIO;
    public byte UseMlock;
    public byte CheckTensors;
    public byte UseExtraBuffers;
    public byte NoHost;
    public byte NoAlloc;

    /// <summary>The caller keeps the delegate alive until the native call returns.</summary>
    public static NativeModelParams From(LLamaModelParams source)
    {
        var native = Libllama.llama_model_default_params();
        native.GpuLayers = source.n_gpu_layers;
        native.SplitMode = source.split_mode;
        native.MainGpu = source.main_gpu;
        native.TensorSplit = source.tensor_split;
        native.ProgressCallback = source.progress_callback is { } callback ? Marshal.GetFunctionPointerForDelegate(callback) : 0;
        native.ProgressCallbackUserData = source.progress_callback_user_data;
        native.VocabOnly = ToByte(source.vocab_only);
        native.UseMmap = ToByte(source.use_mmap);
        native.UseDirectIO = ToByte(source.use_direct_io);
        native.UseMlock = ToByte(source.use_mlock);
        native.CheckTensors = ToByte(source.check_tensors);
        native.UseExtraBuffers = ToByte(source.use_extra_bufts);
        native.NoHost = ToByte(source.no_host);
        native.NoAlloc = ToByte(source.no_alloc);
        return native;
    }

    private static byte ToByte(bool value) => value ? (byte)1 : (byte)0;
}
