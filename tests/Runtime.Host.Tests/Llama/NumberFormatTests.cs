using System.Runtime.InteropServices;
using InferOps.Runtime.Core.Models;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Llama;

/// <summary>The header reader's table of number formats against the library that will read the tensors.</summary>
public sealed class NumberFormatTests
{
    private static readonly nint Library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libggml-base.so"));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate long BlockLength(int type);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint BlockBytes(int type);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Dequantize(byte[] blocks, float[] values, long count);

    [Fact]
    public void Every_format_has_ggmls_own_block_sizes()
    {
        var (length, bytes) = (Export<BlockLength>("ggml_blck_size"), Export<BlockBytes>("ggml_type_size"));
        Assert.All(GgufNumberFormat.ByNumber, format =>
            Assert.Equal((length((int)format.Key), (long)bytes((int)format.Key)), (format.Value.BlockLength, format.Value.BlockBytes)));
    }

    [Theory]
    [InlineData(GgufTensorType.Q8_0, "dequantize_row_q8_0", 0.05)]
    [InlineData(GgufTensorType.Q4_0, "dequantize_row_q4_0", 0.6)]
    public void Ggml_reads_back_what_the_test_kit_writes(GgufTensorType type, string reader, double tolerance)
    {
        float[] values = [.. Enumerable.Range(0, 256).Select(i => MathF.Sin(i * 0.7f) * (1 + i / 100f)), .. new float[32]];
        using var file = new MemoryStream();
        new GgufFile().Add("t", type, [values.Length], () => values).Write(file);
        var block = GgufNumberFormat.ByNumber[(uint)type];
        var length = values.Length / block.BlockLength * block.BlockBytes;
        var encoded = file.ToArray()[^(length + Padding(length))..];
        var read = new float[values.Length];
        Export<Dequantize>(reader)(encoded, read, read.Length);
        Assert.All(values.Zip(read), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));
        Assert.True(values.Zip(read).Sum(pair => pair.First * pair.Second) / values.Sum(value => value * value) is > 0.95f and < 1.05f);
    }

    private static int Padding(int length) => (32 - length % 32) % 32;

    private static T Export<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Library, name));
}
