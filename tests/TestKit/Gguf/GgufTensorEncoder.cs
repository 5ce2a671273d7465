using System.Buffers.Binary;

namespace InferOps.TestKit.Gguf;

/// <summary>Turns floats into the bytes that a GGUF tensor holds.</summary>
internal static class GgufTensorEncoder
{
    private const int BlockLength = 32;

    private const int BlockBytes = 2 + BlockLength;

    private const int SmallBlockBytes = 2 + BlockLength / 2;

    /// <summary>Bytes that <paramref name="count"/> values take. Q8_0 and Q4_0 need whole blocks of 32.</summary>
    public static long ByteCount(GgufTensorType type, long count) => type switch
    {
        GgufTensorType.F32 => count * 4,
        GgufTensorType.F16 => count * 2,
        GgufTensorType.Q8_0 when count % BlockLength == 0 => count / BlockLength * BlockBytes,
        GgufTensorType.Q4_0 when count % BlockLength == 0 => count / BlockLength * SmallBlockBytes,
        _ => throw new ArgumentException($"{type} cannot hold {count} values", nameof(type)),
    };

    public static byte[] Encode(GgufTensorType type, ReadOnlySpan<float> values)
    {
        var bytes = new byte[ByteCount(type, values.Length)];
        switch (type)
        {
            case GgufTensorType.F32: EncodeSingles(values, bytes); break;
            case GgufTensorType.F16: EncodeHalves(values, bytes); break;
            case GgufTensorType.Q4_0: EncodeSmallBlocks(values, bytes); break;
            default: EncodeBlocks(values, bytes); break;
        }

        return bytes;
    }

    private static void EncodeSingles(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], values[i]);
    }

    private static void EncodeHalves(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteHalfLittleEndian(bytes[(2 * i)..], (Half)values[i]);
    }

    /// <summary>Each block is scaled so that its largest value becomes ±127.</summary>
    private static void EncodeBlocks(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var block = 0; block < values.Length / BlockLength; block++)
        {
            var source = values.Slice(block * BlockLength, BlockLength);
            var target = bytes.Slice(block * BlockBytes, BlockBytes);
            var largest = 0f;
            foreach (var value in source) largest = Math.Max(largest, Math.Abs(value));
            var scale = largest / 127;
            BinaryPrimitives.WriteHalfLittleEndian(target, (Half)scale);
            for (var i = 0; i < BlockLength; i++)
                target[2 + i] = unchecked((byte)(sbyte)(scale == 0 ? 0 : MathF.Round(source[i] / scale)));
        }
    }

    /// <summary>Each block is scaled so that the value farthest from 0 becomes −8; byte i holds value i in its low half and value i + 16 in its high one.</summary>
    private static void EncodeSmallBlocks(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (var block = 0; block < values.Length / BlockLength; block++)
        {
            var source = values.Slice(block * BlockLength, BlockLength);
            var target = bytes.Slice(block * SmallBlockBytes, SmallBlockBytes);
            var farthest = 0f;
            foreach (var value in source) farthest = Math.Abs(value) > Math.Abs(farthest) ? value : farthest;
            var scale = farthest / -8;
            BinaryPrimitives.WriteHalfLittleEndian(target, (Half)scale);
            for (var i = 0; i < BlockLength / 2; i++)
                target[2 + i] = (byte)(Quarter(source[i], scale) | (Quarter(source[i + BlockLength / 2], scale) << 4));
        }
    }

    /// <summary>Four bits that stand for −8 to 7.</summary>
    private static int Quarter(float value, float scale) => scale == 0 ? 8 : (int)Math.Clamp(MathF.Round(value / scale) + 8, 0, 15);
}
