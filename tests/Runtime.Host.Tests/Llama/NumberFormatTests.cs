using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Models;

namespace InferOps.Runtime.Host.Tests.Llama;

/// <summary>The header reader's table of number formats against the library that will read the tensors.</summary>
public sealed class NumberFormatTests
{
    private static readonly nint Library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libggml-base.so"));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate long BlockLength(int type);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint BlockBytes(int type);

    [Fact]
    public void Every_format_has_ggmls_own_block_sizes()
    {
        var (length, bytes) = (Export<BlockLength>("ggml_blck_size"), Export<BlockBytes>("ggml_type_size"));
        Assert.All(GgufNumberFormat.ByNumber, format =>
            Assert.Equal((length((int)format.Key), (long)bytes((int)format.Key)), (format.Value.BlockLength, format.Value.BlockBytes)));
    }

    private static T Export<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Library, name));
}
