using System.Buffers;
using System.Runtime.InteropServices;

namespace LLama.Native;

/// <summary>llama_token_data_array: 32 bytes on 64-bit machines. Samplers change what it points to, and may change which part of it counts.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct LLamaTokenDataArrayNative
{
    private LLamaTokenData* _data;
    private nuint _size;
    private long _selected;
    private byte _sorted;

    /// <summary>Valid as long as the memory is pinned.</summary>
    public readonly Span<LLamaTokenData> Data => new(_data, checked((int)_size));

    public ulong Size { readonly get => _size; set => _size = checked((nuint)value); }

    /// <summary>Index of the chosen candidate; −1 for none.</summary>
    public long Selected { readonly get => _selected; set => _selected = value; }

    public bool Sorted { readonly get => _sorted != 0; set => _sorted = value ? (byte)1 : (byte)0; }

    /// <summary>Pins the candidates for native code.</summary>
    /// <returns>To be disposed when <paramref name="native"/> is no longer needed.</returns>
    public static MemoryHandle Create(LLamaTokenDataArray array, out LLamaTokenDataArrayNative native)
    {
        var handle = array.Data.Pin();
        native = new LLamaTokenDataArrayNative { _data = (LLamaTokenData*)handle.Pointer, _size = (nuint)array.Data.Length, _selected = -1, Sorted = array.Sorted };
        return handle;
    }
}
